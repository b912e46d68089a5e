// Where a trace comes from: our server in columns, or a document (stock Jaeger's answer, an upload).
// Both are read in a worker; the pages see only this.

import type { AttributeValues } from '../model/attributeValues';
import type { TraceModel } from '../model/columns';
import type { EventOfTrace } from '../model/documentSource';
import type { SpanDetail } from '../model/span';

/** An attribute of every span of a trace, for grouping, colouring, columns of tables and filters. */
export type AttributeColumn = AttributeValues;

export type TraceEvent = EventOfTrace;

export interface TraceSource {
  /** What the pages draw. */
  model: TraceModel;
  /** The spans of these ids, in this order; unknown ones are left out. */
  spans(spanIds: string[], signal?: AbortSignal): Promise<SpanDetail[]>;
  /** Rows in which the text of the find box is found, in order. */
  find(text: string, signal?: AbortSignal): Promise<Uint32Array>;
  /** Keys of attributes of spans and resources, the most frequent first. */
  keys(signal?: AbortSignal): Promise<{ key: string; count: number }[]>;
  attribute(key: string, signal?: AbortSignal): Promise<AttributeColumn>;
  /** Events of the whole trace by time. */
  events(offset: number, limit: number, signal?: AbortSignal): Promise<{ total: number; events: TraceEvent[] }>;
  /** The trace as OTLP JSON text, for download and the JSON view. */
  document(raw: boolean, signal?: AbortSignal): Promise<string>;
  /** Whether it was uploaded, so that nothing on the server belongs to it. */
  isUpload: boolean;
}
