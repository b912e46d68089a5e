// Opens a trace, from our server's columns, from any Jaeger's documents, or from what was uploaded.

import { capabilities } from '../app/config';
import type { TraceModel } from '../model/columns';
import { decodeColumns } from '../model/decode';
import { toModel } from '../model/derive';
import { hexId } from '../model/ids';
import { type CallOptions, traceWorker } from '../worker/client';
import { bytesOf } from './client';
import { columnsSource } from './columnsSource';
import { documentSource } from './documentSource';
import type { TraceSource } from './source';

export interface OpenOptions extends CallOptions {
  /** As it was stored, without what the query service adjusts. */
  raw?: boolean;
  /** Told each time that an answer of the trace is of more than was loaded: rows mean other spans by now. */
  onStale?: () => void;
}

/** Fewer bytes than this are read sooner than a worker has started. */
const AT_ONCE_BYTES = 1 << 20;

export async function openTrace(traceId: string, options: OpenOptions = {}): Promise<TraceSource> {
  const { raw = false, onStale, ...call } = options;
  const name = encodeURIComponent(traceId);
  const query = raw ? '?raw=true' : '';
  const path = `api/ui/v1/traces/${name}`;
  const columns = `${path}/columns${query}`;
  const bytes = await earlyBytes(columns, call.onProgress);
  if (bytes !== undefined) return columnsSource(path, raw, await modelOf(bytes, call), onStale);

  const worker = traceWorker();
  const id = hexId(traceId, 32);
  const upload = id === '' ? undefined : await worker.call('openUpload', { traceId: id }, call);
  if (upload !== undefined) return documentSource(worker, upload, true);
  if (capabilities().uiApi) {
    const { model } = await worker.call('openColumns', { path: columns }, call);
    return columnsSource(path, raw, model, onStale);
  }
  // Jaeger 2 has changed how it spells this parameter, and takes no notice of the other way.
  const newer = raw ? '?rawTraces=true&raw_traces=true' : '';
  const paths = [`api/v3/traces/${name}${newer}`, `api/traces/${name}${query}`];
  return documentSource(worker, await worker.call('openDocument', { traceId: id, paths }, call), false);
}

async function modelOf(bytes: ArrayBuffer, call: CallOptions): Promise<TraceModel> {
  if (bytes.byteLength < AT_ONCE_BYTES) return toModel(decodeColumns(bytes));
  const { model } = await traceWorker().call('readColumns', { bytes }, { ...call, transfer: [bytes] });
  return model;
}

declare global {
  interface Window {
    /** What the page asked for while it was read, for whoever wants the same first. */
    jaegerEarlyTrace?: { path: string; response: Promise<Response> };
  }
}

/** What has been asked for already; nothing when that was something else, or failed, which asking again explains. */
async function earlyBytes(path: string, onProgress?: (bytes: number) => void): Promise<ArrayBuffer | undefined> {
  const early = window.jaegerEarlyTrace;
  window.jaegerEarlyTrace = undefined;
  if (early?.path !== path) return undefined;
  try {
    const response = await early.response;
    return response.ok ? await bytesOf(response, onProgress) : undefined;
  } catch {
    return undefined;
  }
}
