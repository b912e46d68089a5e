// Reads one JSON text into a tree and is done.

import { scanJson } from '../model/jsonTree';
import type { JsonReply } from './json';

self.addEventListener('message', ({ data }: MessageEvent<string>) => {
  try {
    const tree = scanJson(data);
    const { start, end, subtree, children, depth, key } = tree;
    const transfer = [start, end, subtree, children, depth, key].map(({ buffer }) => buffer as ArrayBuffer);
    const reply: JsonReply = { tree };
    self.postMessage(reply, { transfer });
  } catch (error) {
    const reply: JsonReply = { failed: error instanceof Error ? error.message : String(error) };
    self.postMessage(reply);
  }
});
