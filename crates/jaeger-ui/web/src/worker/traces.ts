// What the worker does: it reads traces and keeps those that came as documents.

import { ApiError, getBytes } from '../api/client';
import type { TraceSummary } from '../api/summaries';
import { buildTrace } from '../model/build';
import type { TraceModel } from '../model/columns';
import { decodeColumns } from '../model/decode';
import { toModel } from '../model/derive';
import { DocumentError, type DocumentSpan, MAX_DOCUMENT_BYTES, readDocument } from '../model/document';
import { DocumentSource } from '../model/documentSource';
import { summarize } from '../model/summarize';
import type { Calls, CallName, Handle } from './messages';

export interface Context {
  signal: AbortSignal;
  /** Told how many bytes have arrived. */
  progress(bytes: number): void;
}

type Handler<Name extends CallName> = (
  ask: Calls[Name]['ask'],
  context: Context,
) => Promise<Calls[Name]['answer']> | Calls[Name]['answer'];
type Handlers = { [Name in CallName]: Handler<Name> };

/** A server without the path answers one of these; so does one that has the path but not the trace. */
const NOT_HERE = new Set([404, 405, 501]);

export function traceHandlers(): Handlers {
  const open = new Map<Handle, DocumentSource>();
  const uploads = new Map<string, DocumentSpan[]>();
  let lastHandle = 0;

  function source(handle: Handle): DocumentSource {
    const found = open.get(handle);
    if (found === undefined) throw new Error('The trace was closed.');
    return found;
  }

  function keep(traceId: string, spans: readonly DocumentSpan[]): { model: TraceModel; handle: Handle } {
    const trace = buildTrace(traceId, spans);
    open.set(++lastHandle, new DocumentSource(trace));
    return { model: toModel(trace.columns), handle: lastHandle };
  }

  return {
    async openColumns({ path }, { signal, progress }) {
      return { model: toModel(decodeColumns(await getBytes(path, signal, progress))) };
    },
    readColumns: ({ bytes }) => ({ model: toModel(decodeColumns(bytes)) }),
    async openDocument({ traceId, paths }, { signal, progress }) {
      const traces = readDocument(await firstOf(paths, signal, progress));
      // An id may be given shorter, or in another form, than the one the server knows the trace by.
      const trace = traces.find((candidate) => candidate.traceId === traceId) ?? traces[0];
      return keep(trace.traceId, trace.spans);
    },
    async upload({ files }, { signal }) {
      const read = await readFiles(files, signal);
      const summaries: TraceSummary[] = [];
      for (const [traceId, spans] of read) {
        uploads.set(traceId, spans);
        summaries.push({ ...summarize(toModel(buildTrace(traceId, spans).columns)), isUpload: true });
      }
      return { summaries };
    },
    openUpload({ traceId }) {
      const spans = uploads.get(traceId);
      return spans === undefined ? undefined : keep(traceId, spans);
    },
    forgetUploads() {
      uploads.clear();
      return undefined;
    },
    spans: ({ handle, spanIds }) => source(handle).spans(spanIds),
    find: ({ handle, text }) => source(handle).find(text),
    keys: ({ handle }) => source(handle).keys(),
    attribute: ({ handle, key }) => source(handle).attribute(key),
    events: ({ handle, offset, limit }) => source(handle).events(offset, limit),
    document: ({ handle }) => source(handle).document(),
    close({ handle }) {
      open.delete(handle);
      return undefined;
    },
  };
}

/** The text at the first path that the server has; the last failure if it has none. */
async function firstOf(paths: string[], signal: AbortSignal, progress: (bytes: number) => void): Promise<string> {
  let missing: unknown;
  for (const path of paths) {
    try {
      return new TextDecoder().decode(await getBytes(path, signal, progress));
    } catch (error) {
      if (!(error instanceof ApiError) || !NOT_HERE.has(error.status)) throw error;
      missing = error;
    }
  }
  throw missing;
}

/** Spans by trace id; a trace may be spread over several files. */
async function readFiles(files: File[], signal: AbortSignal): Promise<Map<string, DocumentSpan[]>> {
  const read = new Map<string, DocumentSpan[]>();
  for (const file of files) {
    signal.throwIfAborted();
    if (file.size > MAX_DOCUMENT_BYTES) {
      const size = `${Math.ceil(file.size / 1e6)} MB`;
      throw new DocumentError(`${file.name}: the file has ${size}; ${MAX_DOCUMENT_BYTES / 1e6} MB can be read.`);
    }
    for (const { traceId, spans } of await readFile(file)) {
      const before = read.get(traceId);
      read.set(traceId, before === undefined ? spans : before.concat(spans));
    }
  }
  return read;
}

async function readFile(file: File): Promise<ReturnType<typeof readDocument>> {
  try {
    return readDocument(await file.text());
  } catch (error) {
    if (error instanceof DocumentError) throw new DocumentError(`${file.name}: ${error.message}`);
    throw new DocumentError(`${file.name}: the file cannot be read.`);
  }
}
