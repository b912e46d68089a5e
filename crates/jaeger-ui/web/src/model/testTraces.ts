// Traces for tests: written as a list of spans, made to columns by the builder that documents go through.

import { type BuiltTrace, buildTrace } from './build';
import type { TraceModel } from './columns';
import { toModel } from './derive';
import type { DocumentSpan } from './document';

export const TRACE_ID = '0af7651916cd43dd8448eb211c80319c';
/** When the traces of tests start, ns since 1970. */
export const START = 1_700_000_000_000_000_000n;

export interface SpanText {
  id: string;
  parent?: string;
  service?: string;
  name?: string;
  /** ns from `START`. */
  start: number;
  duration: number;
  kind?: number;
  error?: boolean;
  attributes?: { [key: string]: string | number | boolean };
  resource?: { [key: string]: string };
  events?: { name: string; time: number; attributes?: { [key: string]: string } }[];
  warnings?: string[];
}

export function spanOf(text: SpanText): DocumentSpan {
  const service = text.service ?? 'a';
  const list = (attributes: { [key: string]: string | number | boolean } = {}) =>
    Object.entries(attributes).map(([key, value]) => ({ key, value }));
  return {
    traceId: TRACE_ID,
    spanId: text.id.padStart(16, '0'),
    parentSpanId: text.parent === undefined ? '' : text.parent.padStart(16, '0'),
    traceState: '',
    name: text.name ?? 'work',
    service,
    kind: text.kind ?? 1,
    startUnixNano: START + BigInt(text.start),
    durationNano: text.duration,
    isUnfinished: false,
    status: { code: text.error === true ? 2 : 0, message: '' },
    attributes: list(text.attributes),
    resource: list({ 'service.name': service, ...text.resource }),
    scope: { name: '', version: '', attributes: [] },
    events: (text.events ?? []).map((event) => ({
      name: event.name,
      timeUnixNano: START + BigInt(event.time),
      attributes: list(event.attributes),
    })),
    links: [],
    warnings: text.warnings ?? [],
  };
}

export function built(texts: SpanText[]): BuiltTrace {
  return buildTrace(TRACE_ID, texts.map(spanOf));
}

export function modelOf(texts: SpanText[]): TraceModel {
  return toModel(built(texts).columns);
}

/** Any spans: parents may be missing, be the span itself, or form cycles. */
export function randomSpans(numbers: readonly number[]): SpanText[] {
  return numbers.map((number, index) => ({
    id: (index + 1).toString(16),
    parent: number % 7 === 0 ? undefined : ((number % (numbers.length + 2)) + 1).toString(16),
    service: 'abc'[number % 3],
    name: 'xyz'[(number >> 3) % 3],
    start: (number >> 2) % 50,
    duration: (number >> 5) % 40,
    kind: number % 6,
    error: number % 5 === 0,
  }));
}
