// The question about a trace: AND, OR and NOT over span groups and facts of the trace. Its two spellings
// are text (`parse.ts`, `print.ts`) and JSON (`json.ts`); what it means is the server's business.

export const LEVELS = ['span', 'resource', 'scope', 'event', 'link'] as const;
export type Level = (typeof LEVELS)[number];

/** A value of a span. */
export type Reference =
  /** Without a level: anywhere. */
  | { is: 'attribute'; key: string; level?: Level }
  | { is: 'field'; level: Level; name: string };

export const COMPARISONS = ['eq', 'ne', 'lt', 'lte', 'gt', 'gte'] as const;
export type Comparison = (typeof COMPARISONS)[number];

export type Constant =
  /** A text that stands for whatever type the value has: what is typed into the form. */
  | { type: 'untyped'; value: string }
  | { type: 'text'; value: string }
  | { type: 'int'; value: bigint }
  | { type: 'double'; value: number }
  | { type: 'bool'; value: boolean }
  /** Nanoseconds. */
  | { type: 'duration'; value: bigint }
  /** As it is written, in RFC 3339. */
  | { type: 'time'; value: string }
  | { type: 'kind'; value: string }
  | { type: 'status'; value: string }
  /** Hexadecimal digits, all of them. */
  | { type: 'traceId'; value: string }
  | { type: 'spanId'; value: string };

export type Predicate =
  | { is: 'compare'; by: Comparison; constant: Constant }
  | { is: 'in' | 'notIn'; constants: Constant[] }
  /** Found anywhere, unless the pattern says otherwise. */
  | { is: 'matches'; pattern: string }
  | { is: 'exists' };

/** A condition on one span. */
export type SpanExpression =
  | { is: 'leaf'; reference: Reference; predicate: Predicate }
  | { is: 'references'; left: Reference; by: Comparison; right: Reference }
  /** One event, or link, of the span satisfies all that is said of events, or links. */
  | { is: 'some'; of: 'event' | 'link'; part: SpanExpression }
  | { is: 'and' | 'or'; parts: SpanExpression[] }
  | { is: 'not'; part: SpanExpression };

export const TRACE_FIELDS = [
  'duration', 'start', 'spanCount', 'errorCount', 'service', 'rootService', 'rootName', 'traceID',
] as const;
export type TraceField = (typeof TRACE_FIELDS)[number];

/** A question about a trace. */
export type TraceExpression =
  /** Some span satisfies it. */
  | { is: 'spans'; condition: SpanExpression }
  | { is: 'field'; field: TraceField; predicate: Predicate }
  | { is: 'and' | 'or'; parts: TraceExpression[] }
  | { is: 'not'; part: TraceExpression };

/** Some span, whichever. */
export const ANY_SPAN: TraceExpression = { is: 'spans', condition: { is: 'and', parts: [] } };

/** One part as it is, several joined. */
export function all<T>(parts: T[]): T | { is: 'and'; parts: T[] } {
  return parts.length === 1 ? parts[0] : { is: 'and', parts };
}

export function any<T>(parts: T[]): T | { is: 'or'; parts: T[] } {
  return parts.length === 1 ? parts[0] : { is: 'or', parts };
}

/** True when it asks for an event, or a link, of its own. */
export function looksInto(expression: SpanExpression, nested: 'event' | 'link'): boolean {
  switch (expression.is) {
    case 'some':
      return expression.of === nested || looksInto(expression.part, nested);
    case 'and':
    case 'or':
      return expression.parts.some((part) => looksInto(part, nested));
    case 'not':
      return looksInto(expression.part, nested);
    default:
      return false;
  }
}
