// The page's side of graph layout, which takes too long for the page's own thread.

import type { LayoutEdge, LayoutNode, LayoutOptions, Positions } from './layoutGraph';
import { once } from './once';

export type { LayoutEdge, LayoutNode, LayoutOptions, Positions } from './layoutGraph';

export interface LayoutRequest {
  nodes: readonly LayoutNode[];
  edges: readonly LayoutEdge[];
  options: LayoutOptions;
}

export type LayoutReply = { positions: Positions } | { failed: string };

/** Places for a graph. The signal ends the work. */
export async function layout(
  nodes: readonly LayoutNode[],
  edges: readonly LayoutEdge[],
  options: LayoutOptions,
  signal?: AbortSignal,
): Promise<Positions> {
  const worker = new Worker(new URL('./layout.worker.ts', import.meta.url), { type: 'module', name: 'layout' });
  const reply = await once<LayoutRequest, LayoutReply>(worker, { nodes, edges, options }, signal);
  if ('failed' in reply) throw new Error(`The graph could not be laid out: ${reply.failed}`);
  return reply.positions;
}
