// What a client's library handed to its exporter, as the programs of `tests/clients` print it.

export interface SentSpan {
  trace_id: string;
  span_id: string;
  /** Empty for a root. */
  parent_span_id: string;
  service: string;
  name: string;
  kind: string;
  status: 'unset' | 'ok' | 'error';
  status_message: string;
  attributes: SentAttributes;
  events: { name: string; attributes: SentAttributes }[];
  links: { trace_id: string; span_id: string }[];
  resource: SentAttributes;
  /** Whether the other side of the call has a span of the same id, as Zipkin's servers do. */
  shared?: boolean;
}

export type SentAttributes = Record<string, { type: string; value: Scalar | Scalar[] }>;
type Scalar = string | number | boolean;

/** One span a line. Integers of which a number would lose digits are read as text, which is how they are shown. */
export function readSent(log: string): SentSpan[] {
  const lines = log.split('\n').filter((line) => line !== '');
  return lines.map((line) => JSON.parse(line.replace(/(?<=[:[,] ?)-?\d{16,}(?= ?[,\]}])/g, '"$&"')) as SentSpan);
}

export function byTrace(spans: readonly SentSpan[]): Map<string, SentSpan[]> {
  const traces = new Map<string, SentSpan[]>();
  for (const span of spans) {
    const trace = traces.get(span.trace_id);
    if (trace) trace.push(span);
    else traces.set(span.trace_id, [span]);
  }
  return traces;
}

/** The span that called; both sides of a call of Zipkin's have one id. */
export function callerOf(span: SentSpan, trace: readonly SentSpan[]): SentSpan | undefined {
  const other = span.shared && trace.find((one) => one !== span && one.span_id === span.span_id);
  if (other) return other;
  const callers = trace.filter((one) => one.span_id === span.parent_span_id);
  return callers.find(({ service }) => service === span.service) ?? callers[0];
}
