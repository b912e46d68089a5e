// The filter of the address: one group of conditions, as the query language writes them, on each span.

import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';

import type { AttributeColumn } from '../../api/source';
import { attributesOf, spanFilter } from '../../model/filter';
import type { Comparison, Operand, RowTest, SpanExpr, SpanField } from '../../model/filter';
import type { Constant, Predicate, Reference, SpanExpression } from '../../model/query/expression';
import { parse } from '../../model/query/parse';
import type { OpenTrace } from './view';

export interface SpanCondition {
  test?: RowTest;
  /** Why the filter is not followed. */
  problem?: string;
}

export function useSpanCondition(trace: OpenTrace, traceKey: string, text: string | undefined): SpanCondition {
  const read = useMemo(() => (text === undefined ? {} : readCondition(text)), [text]);
  const keys = useMemo(() => (read.expr === undefined ? [] : [...attributesOf(read.expr)].sort()), [read]);
  const { data: columns, error } = useQuery({
    queryKey: ['trace-filter', traceKey, keys],
    queryFn: async ({ signal }) => {
      const found = new Map<string, AttributeColumn>();
      for (const key of keys) found.set(key, await trace.attribute(key, signal));
      return found;
    },
    enabled: keys.length > 0,
    structuralSharing: false,
    gcTime: 30_000,
  });
  return useMemo(() => {
    if (read.expr === undefined) return { problem: read.problem };
    if (error !== null) return { problem: error.message };
    if (keys.length > 0 && columns === undefined) return {};
    try {
      return { test: spanFilter(trace.model, columns ?? new Map(), read.expr) };
    } catch (thrown) {
      // A pattern that browsers do not understand.
      return { problem: thrown instanceof Error ? thrown.message : String(thrown) };
    }
  }, [trace, read, keys, columns, error]);
}

/** The condition that a text puts on a single span. */
export function readCondition(text: string): { expr?: SpanExpr; problem?: string } {
  const trimmed = text.trim();
  const parsed = parse(trimmed.startsWith('{') ? trimmed : `{ ${trimmed} }`);
  if (parsed.error !== undefined) return { problem: parsed.error.message };
  if (parsed.expression.is !== 'spans') return { problem: 'It has to be one group of conditions on a span' };
  try {
    return { expr: convert(parsed.expression.condition) };
  } catch (thrown) {
    if (thrown instanceof NotHere) return { problem: thrown.message };
    throw thrown;
  }
}

/** The language can ask it, but columns cannot answer it. */
class NotHere extends Error {}

function convert(expression: SpanExpression): SpanExpr {
  switch (expression.is) {
    case 'and':
      return { all: expression.parts.map(convert) };
    case 'or':
      return { any: expression.parts.map(convert) };
    case 'not':
      return { not: convert(expression.part) };
    case 'leaf':
      return leaf(expression.reference, expression.predicate);
    default:
      throw new NotHere('Within a trace only values of the span itself can be asked for');
  }
}

const SIGNS: Record<string, Comparison> = { eq: '=', ne: '!=', lt: '<', lte: '<=', gt: '>', gte: '>=' };

function leaf(reference: Reference, predicate: Predicate): SpanExpr {
  const test = (op: Comparison, value: Operand): SpanExpr => {
    const subject = subjectOf(reference);
    return 'field' in subject ? { field: subject.field, op, value } : { attribute: subject.attribute, op, value };
  };
  switch (predicate.is) {
    case 'compare':
      return test(SIGNS[predicate.by], operand(predicate.constant));
    case 'in':
      return { any: predicate.constants.map((constant) => test('=', operand(constant))) };
    case 'notIn':
      return { all: predicate.constants.map((constant) => test('!=', operand(constant))) };
    case 'matches':
      return test('=~', wholePattern(predicate.pattern));
    case 'exists': {
      const subject = subjectOf(reference);
      // Fields are always there.
      return 'field' in subject ? { all: [] } : { attribute: subject.attribute, exists: true };
    }
  }
}

/** The language's own patterns stand for the whole value, in this form; those of programs are found anywhere in it. */
const WHOLE = /^\^\(\?s:(.*)\)\$$/s;

function wholePattern(pattern: string): string {
  return WHOLE.exec(pattern)?.[1] ?? `.*(?:${pattern}).*`;
}

const FIELDS: Record<string, SpanField | undefined> = {
  'span name': 'name',
  'span duration': 'duration',
  'span status': 'status',
  'span kind': 'kind',
  'resource service': 'service',
};

function subjectOf(reference: Reference): { field: SpanField } | { attribute: string } {
  if (reference.is === 'field') {
    const field = FIELDS[`${reference.level} ${reference.name}`];
    if (field === undefined) throw new NotHere(`Within a trace ${reference.name} cannot be asked for`);
    return { field };
  }
  const { level, key } = reference;
  if (level === 'resource' && key === 'service.name') return { field: 'service' };
  if (level === undefined) return { attribute: key };
  if (level === 'span' || level === 'resource') return { attribute: `${level}.${key}` };
  throw new NotHere(`Within a trace attributes of ${level}s cannot be asked for`);
}

function operand(constant: Constant): Operand {
  return typeof constant.value === 'bigint' ? Number(constant.value) : constant.value;
}
