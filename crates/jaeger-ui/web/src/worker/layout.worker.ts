// Lays out one graph and is done: a worker for each, so that giving up on one is ending it.

import { layoutGraph } from './layoutGraph';
import type { LayoutReply, LayoutRequest } from './layout';

self.addEventListener('message', ({ data }: MessageEvent<LayoutRequest>) => {
  let reply: LayoutReply;
  try {
    reply = { positions: layoutGraph(data.nodes, data.edges, data.options) };
  } catch (error) {
    reply = { failed: error instanceof Error ? error.message : String(error) };
  }
  self.postMessage(reply);
});
