// Keeps a trace for longer than the others.

import { postJson } from './client';

/** Done when it returns; an `ApiError` says why it was refused. */
export function archiveTrace(traceId: string, signal?: AbortSignal): Promise<void> {
  return postJson(`api/archive/${encodeURIComponent(traceId)}`, undefined, () => undefined, signal);
}
