// Traces from files of the person's own. They stay in the page's worker and are never sent anywhere.

import { traceWorker } from '../worker/client';
import type { TraceSummary } from './summaries';

/**
 * Reads Jaeger JSON, OTLP JSON, and files with one of them on each line, several traces a file. A trace that was
 * uploaded before is replaced. Fails with a `DocumentError` that names the file and the place.
 */
export async function uploadTraces(files: readonly File[], signal?: AbortSignal): Promise<TraceSummary[]> {
  const { summaries } = await traceWorker().call('upload', { files: Array.from(files) }, { signal });
  return summaries;
}

export async function forgetUploads(): Promise<void> {
  await traceWorker().call('forgetUploads', {});
}
