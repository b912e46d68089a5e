// A condition inside a group, which may speak of the span and of the trace at once. What it says of the
// trace is the same for every span, so it can stand beside the group: `{ T && S }` is T and `{ S }`. Where
// the two are nested in each other, the condition is written out as alternatives first.

import { all, any } from './expression';
import type { Predicate, SpanExpression, TraceExpression } from './expression';
import type { Subject } from './words';

const ALTERNATIVES_MOST = 16;

export type Condition =
  | { of: 'span'; part: SpanExpression }
  | { of: 'trace'; part: TraceExpression }
  /** Of both sorts. */
  | { of: 'all' | 'any'; parts: Condition[] };

/** Conditions that together are one way to satisfy a group. */
interface Alternative {
  trace: TraceExpression[];
  span: SpanExpression[];
}

export function leaf(subject: Subject, predicate: Predicate): Condition {
  return subject.of === 'span'
    ? { of: 'span', part: { is: 'leaf', reference: subject.reference, predicate } }
    : { of: 'trace', part: { is: 'field', field: subject.field, predicate } };
}

export const allOf = (parts: Condition[]): Condition => join(parts, 'and');
export const anyOf = (parts: Condition[]): Condition => join(parts, 'or');

function join(parts: Condition[], is: 'and' | 'or'): Condition {
  if (parts.length === 1) return parts[0];
  const span = parts.flatMap((part) => (part.of === 'span' ? [part.part] : []));
  if (span.length === parts.length) return { of: 'span', part: { is, parts: span } };
  const trace = parts.flatMap((part) => (part.of === 'trace' ? [part.part] : []));
  if (trace.length === parts.length) return { of: 'trace', part: { is, parts: trace } };
  return { of: is === 'and' ? 'all' : 'any', parts };
}

export function negated(condition: Condition): Condition {
  switch (condition.of) {
    case 'span':
      return { of: 'span', part: { is: 'not', part: condition.part } };
    case 'trace':
      return { of: 'trace', part: { is: 'not', part: condition.part } };
    case 'all':
      return anyOf(condition.parts.map(negated));
    case 'any':
      return allOf(condition.parts.map(negated));
  }
}

/** A trace with a span on which it holds; undefined when that comes to too many alternatives. */
export function asGroup(condition: Condition): TraceExpression | undefined {
  const ways = alternatives(condition);
  return ways && any(ways.map(groupOf));
}

function groupOf({ trace, span }: Alternative): TraceExpression {
  // What is said of the trace comes first.
  const parts = span.length === 0 ? trace : [...trace, { is: 'spans', condition: all(span) } as const];
  return all(parts);
}

function alternatives(condition: Condition): Alternative[] | undefined {
  switch (condition.of) {
    case 'span':
      return [{ trace: [], span: [condition.part] }];
    case 'trace':
      return [{ trace: [condition.part], span: [] }];
    case 'any':
      return either(condition.parts);
    case 'all': {
      let found: Alternative[] = [{ trace: [], span: [] }];
      for (const part of condition.parts) {
        const ways = alternatives(part);
        if (!ways || found.length * ways.length > ALTERNATIVES_MOST) return undefined;
        found = found.flatMap((left) =>
          ways.map((right) => ({ trace: [...left.trace, ...right.trace], span: [...left.span, ...right.span] })),
        );
      }
      return found;
    }
  }
}

/** What is of one sort stays together. */
function either(parts: Condition[]): Alternative[] | undefined {
  const trace: TraceExpression[] = [];
  const span: SpanExpression[] = [];
  const mixed: Alternative[] = [];
  for (const part of parts) {
    if (part.of === 'trace') trace.push(part.part);
    else if (part.of === 'span') span.push(part.part);
    else {
      const ways = alternatives(part);
      if (!ways) return undefined;
      mixed.push(...ways);
    }
  }
  const found: Alternative[] = [];
  if (trace.length > 0) found.push({ trace: [any(trace)], span: [] });
  if (span.length > 0) found.push({ trace: [], span: [any(span)] });
  found.push(...mixed);
  return found.length <= ALTERNATIVES_MOST ? found : undefined;
}
