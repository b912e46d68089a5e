// A trace that the worker holds as a document.

import type { TraceModel } from '../model/columns';
import type { WorkerClient } from '../worker/client';
import type { Handle } from '../worker/messages';
import type { TraceSource } from './source';

/** Tells the worker to let go of a document when the page has. */
const abandoned = new FinalizationRegistry<() => void>((close) => close());

export function documentSource(
  worker: WorkerClient,
  { model, handle }: { model: TraceModel; handle: Handle },
  isUpload: boolean,
): TraceSource {
  const source: TraceSource = {
    model,
    spans: (spanIds, signal) => worker.call('spans', { handle, spanIds }, { signal }),
    find: (text, signal) => worker.call('find', { handle, text }, { signal }),
    keys: (signal) => worker.call('keys', { handle }, { signal }),
    attribute: (key, signal) => worker.call('attribute', { handle, key }, { signal }),
    events: (offset, limit, signal) => worker.call('events', { handle, offset, limit }, { signal }),
    document: (_raw, signal) => worker.call('document', { handle }, { signal }),
    isUpload,
  };
  abandoned.register(source, () => void worker.call('close', { handle }));
  return source;
}
