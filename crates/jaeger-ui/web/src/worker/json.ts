// The page's side of reading long JSON texts.

import type { JsonTree } from '../model/jsonTree';
import { once } from './once';

export type JsonReply = { tree: JsonTree } | { failed: string };

/** The tree of a JSON text, made in a worker. */
export async function jsonTree(text: string, signal?: AbortSignal): Promise<JsonTree> {
  const worker = new Worker(new URL('./json.worker.ts', import.meta.url), { type: 'module', name: 'json' });
  const reply = await once<string, JsonReply>(worker, text, signal);
  if ('failed' in reply) throw new Error(reply.failed);
  return reply.tree;
}
