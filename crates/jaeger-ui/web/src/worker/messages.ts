// What the page and its worker say to each other.

import type { AttributeColumn, TraceEvent } from '../api/source';
import type { TraceSummary } from '../api/summaries';
import type { TraceModel } from '../model/columns';
import type { SpanDetail } from '../model/span';

/** A trace that the worker keeps, because it came as a document. */
export type Handle = number;

/** Each call by its name, with what is asked and answered. */
export interface Calls {
  /** Reads binary columns at a path below the base. */
  openColumns: { ask: { path: string }; answer: { model: TraceModel } };
  /** Reads binary columns that have been asked for before. */
  readColumns: { ask: { bytes: ArrayBuffer }; answer: { model: TraceModel } };
  /** Reads a trace as a document at the first of the paths that has it. */
  openDocument: { ask: { traceId: string; paths: string[] }; answer: { model: TraceModel; handle: Handle } };
  /** Reads files and keeps their traces until the page is left. */
  upload: { ask: { files: File[] }; answer: { summaries: TraceSummary[] } };
  openUpload: { ask: { traceId: string }; answer: { model: TraceModel; handle: Handle } | undefined };
  forgetUploads: { ask: object; answer: undefined };
  spans: { ask: { handle: Handle; spanIds: string[] }; answer: SpanDetail[] };
  find: { ask: { handle: Handle; text: string }; answer: Uint32Array };
  keys: { ask: { handle: Handle }; answer: { key: string; count: number }[] };
  attribute: { ask: { handle: Handle; key: string }; answer: AttributeColumn };
  events: {
    ask: { handle: Handle; offset: number; limit: number };
    answer: { total: number; events: TraceEvent[] };
  };
  document: { ask: { handle: Handle }; answer: string };
  /** Nobody looks at the trace any more. */
  close: { ask: { handle: Handle }; answer: undefined };
}

export type CallName = keyof Calls;

export type Request =
  | { type: 'base'; path: string }
  | { type: 'abort'; id: number }
  | { [Name in CallName]: { type: 'call'; id: number; name: Name; ask: Calls[Name]['ask'] } }[CallName];

export type Reply =
  | { type: 'answer'; id: number; answer: unknown }
  | { type: 'failure'; id: number; failure: Failure }
  | { type: 'progress'; id: number; bytes: number };

/** An error as plain data: class and members of an `Error` do not survive the way between threads. */
export interface Failure {
  name: string;
  message: string;
  status?: number;
  url?: string;
  body?: string;
}
