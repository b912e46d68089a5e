// Opens a trace, from our server's columns, from any Jaeger's documents, or from what was uploaded.

import { capabilities } from '../app/config';
import { hexId } from '../model/ids';
import { type CallOptions, traceWorker } from '../worker/client';
import { columnsSource } from './columnsSource';
import { documentSource } from './documentSource';
import type { TraceSource } from './source';

export interface OpenOptions extends CallOptions {
  /** As it was stored, without what the query service adjusts. */
  raw?: boolean;
  /** Told each time that an answer of the trace is of more than was loaded: rows mean other spans by now. */
  onStale?: () => void;
}

export async function openTrace(traceId: string, options: OpenOptions = {}): Promise<TraceSource> {
  const { raw = false, onStale, ...call } = options;
  const worker = traceWorker();
  const id = hexId(traceId, 32);
  const upload = id === '' ? undefined : await worker.call('openUpload', { traceId: id }, call);
  if (upload !== undefined) return documentSource(worker, upload, true);
  const name = encodeURIComponent(traceId);
  const query = raw ? '?raw=true' : '';
  if (capabilities().uiApi) {
    const path = `api/ui/v1/traces/${name}`;
    const { model } = await worker.call('openColumns', { path: `${path}/columns${query}` }, call);
    return columnsSource(path, raw, model, onStale);
  }
  // Jaeger 2 has changed how it spells this parameter, and takes no notice of the other way.
  const newer = raw ? '?rawTraces=true&raw_traces=true' : '';
  const paths = [`api/v3/traces/${name}${newer}`, `api/traces/${name}${query}`];
  return documentSource(worker, await worker.call('openDocument', { traceId: id, paths }, call), false);
}
