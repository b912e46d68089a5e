// The search form and the expression are two faces of one filter. Every expression has a form: what the
// form has fields for stands in them, and the rest stands beside them.

import { duration, parseDuration } from '../format';
import { logfmt, parseLogfmt } from '../logfmt';
import type { Pair } from '../logfmt';
import { all, ANY_SPAN } from './expression';
import type { Comparison, Constant, Reference, SpanExpression, TraceExpression } from './expression';
import { writeGoDuration } from './goDuration';
import { bare, printCondition } from './print';
import { tagIs } from './tag';

export interface FormFields {
  service?: string;
  operation?: string;
  /** As typed: `key=value other="two words"`. */
  tags?: string;
  traceDurationMin?: string;
  traceDurationMax?: string;
  errorsOnly: boolean;
  /** Of a single span, as Jaeger's own form means it: its `minDuration` and `maxDuration`. */
  spanDurationMin?: string;
  spanDurationMax?: string;
}

export const EMPTY_FORM: FormFields = { errorsOnly: false };

export interface Split {
  fields: FormFields;
  /** More that must hold on the span that the form describes. */
  conditions: SpanExpression[];
  /** More that must hold of the trace. */
  rest: TraceExpression[];
}

export function isEmptyForm(fields: FormFields): boolean {
  return Object.values(fields).every((value) => value === undefined || value === '' || value === false);
}

const SERVICE: Reference = { is: 'field', level: 'resource', name: 'service' };
const NAME: Reference = { is: 'field', level: 'span', name: 'name' };
const SPAN_DURATION: Reference = { is: 'field', level: 'span', name: 'duration' };

/** What cannot be read in the fields is left out: `formProblems` says so beside them. */
export function joinForm({ fields, conditions, rest }: Split): TraceExpression {
  const ofSpan: SpanExpression[] = [];
  const is = (reference: Reference, text: string | undefined) => {
    if (text) ofSpan.push(compare(reference, 'eq', { type: 'text', value: text }));
  };
  is(SERVICE, fields.service);
  is(NAME, fields.operation);
  for (const [key, value] of parseLogfmt(fields.tags ?? '').pairs ?? []) {
    ofSpan.push(tagIs(key, value));
  }
  const spanBounds = bounds(fields.spanDurationMin, fields.spanDurationMax);
  for (const [by, constant] of spanBounds) ofSpan.push(compare(SPAN_DURATION, by, constant));
  ofSpan.push(...conditions);

  const parts: TraceExpression[] = bounds(fields.traceDurationMin, fields.traceDurationMax).map(([by, constant]) => ({
    is: 'field',
    field: 'duration',
    predicate: { is: 'compare', by, constant },
  }));
  if (fields.errorsOnly) parts.push(FAILED);
  if (ofSpan.length > 0) parts.push({ is: 'spans', condition: all(ofSpan) });
  parts.push(...rest);
  return parts.length === 0 ? ANY_SPAN : all(parts);
}

const FAILED: TraceExpression = {
  is: 'field',
  field: 'errorCount',
  predicate: { is: 'compare', by: 'gt', constant: { type: 'int', value: 0n } },
};

function compare(reference: Reference, by: Comparison, constant: Constant): SpanExpression {
  return { is: 'leaf', reference, predicate: { is: 'compare', by, constant } };
}

function bounds(min: string | undefined, max: string | undefined): [Comparison, Constant][] {
  const found: [Comparison, Constant][] = [];
  for (const [by, text] of [['gte', min], ['lte', max]] as const) {
    const nanos = text === undefined ? undefined : parseDuration(text);
    if (nanos !== undefined) found.push([by, { type: 'duration', value: BigInt(nanos) }]);
  }
  return found;
}

/** The form of an expression. Putting it together again gives what asks the same. */
export function splitForm(expression: TraceExpression): Split {
  const split: Split = { fields: { errorsOnly: false }, conditions: [], rest: [] };
  const tags: Pair[] = [];
  let hasGroup = false;
  for (const part of flat(expression)) {
    if (part.is === 'spans' && !hasGroup) {
      hasGroup = true;
      for (const condition of flatSpan(part.condition)) {
        if (!takeCondition(condition, split.fields, tags)) split.conditions.push(condition);
      }
    } else if (part.is !== 'field' || !takeField(part, split.fields)) split.rest.push(part);
  }
  if (tags.length > 0) split.fields.tags = logfmt(tags);
  return split;
}

function flat(expression: TraceExpression): TraceExpression[] {
  return expression.is === 'and' ? expression.parts.flatMap(flat) : [expression];
}

function flatSpan(expression: SpanExpression): SpanExpression[] {
  return expression.is === 'and' ? expression.parts.flatMap(flatSpan) : [expression];
}

function takeCondition(condition: SpanExpression, fields: FormFields, tags: Pair[]): boolean {
  if (condition.is === 'or') return takeTag(condition, condition.parts, tags);
  if (condition.is !== 'leaf' || condition.predicate.is !== 'compare') return false;
  const { reference } = condition;
  const { by, constant } = condition.predicate;
  if (reference.is === 'attribute') {
    const text = by === 'eq' && reference.level === undefined && reference.key !== '' ? typed(constant) : undefined;
    if (text === undefined || tags.some(([key]) => key === reference.key)) return false;
    tags.push([reference.key, text]);
    return true;
  }
  const name = `${reference.level} ${reference.name}`;
  if (by === 'eq' && constant.type === 'text' && constant.value !== '') {
    if (name === 'resource service' && fields.service === undefined) fields.service = constant.value;
    else if (name === 'span name' && fields.operation === undefined) fields.operation = constant.value;
    else return false;
    return true;
  }
  if (name !== 'span duration' || constant.type !== 'duration' || constant.value < 0n) return false;
  return takeBound(fields, 'spanDurationMin', 'spanDurationMax', by, constant.value);
}

/** What `tagIs` made of a tag that OTLP has a field for. */
function takeTag(condition: SpanExpression, [attribute]: readonly SpanExpression[], tags: Pair[]): boolean {
  const found: Pair[] = [...tags];
  if (!attribute || !takeCondition(attribute, { errorsOnly: false }, found) || found.length === tags.length) return false;
  const [key, value] = found[found.length - 1];
  if (printCondition(tagIs(key, value)) !== printCondition(condition)) return false;
  tags.push([key, value]);
  return true;
}

function takeField(part: TraceExpression & { is: 'field' }, fields: FormFields): boolean {
  if (part.predicate.is !== 'compare') return false;
  const { by, constant } = part.predicate;
  if (part.field === 'duration' && constant.type === 'duration' && constant.value >= 0n) {
    return takeBound(fields, 'traceDurationMin', 'traceDurationMax', by, constant.value);
  }
  const isFailed = part.field === 'errorCount' && by === 'gt' && constant.type === 'int' && constant.value === 0n;
  if (!isFailed || fields.errorsOnly) return false;
  fields.errorsOnly = true;
  return true;
}

type Bound = 'traceDurationMin' | 'traceDurationMax' | 'spanDurationMin' | 'spanDurationMax';

function takeBound(fields: FormFields, min: Bound, max: Bound, by: Comparison, nanos: bigint): boolean {
  const name = by === 'gte' ? min : by === 'lte' ? max : undefined;
  if (name === undefined || fields[name] !== undefined) return false;
  fields[name] = writeGoDuration(nanos);
  return true;
}

/** What stands in the form for a constant; undefined when its type would be lost. */
function typed(constant: Constant): string | undefined {
  switch (constant.type) {
    case 'untyped':
      return constant.value;
    case 'text':
      return bare(constant.value) === undefined ? constant.value : undefined;
    case 'int':
    case 'double':
    case 'bool': {
      const text = String(constant.value);
      return bare(text) === text ? text : undefined;
    }
    default:
      return undefined;
  }
}

export interface FormProblems {
  tags?: string;
  traceDurationMin?: string;
  traceDurationMax?: string;
  spanDurationMin?: string;
  spanDurationMax?: string;
}

export function formProblems(fields: FormFields): FormProblems {
  const problems: FormProblems = {};
  const tags = parseLogfmt(fields.tags ?? '');
  if (tags.error !== undefined) problems.tags = `${tags.error} (at character ${tags.at + 1})`;
  for (const name of ['traceDurationMin', 'traceDurationMax', 'spanDurationMin', 'spanDurationMax'] as const) {
    const text = fields[name];
    if (text && parseDuration(text) === undefined) problems[name] = 'A number and a unit: 300ms, 1.2s';
  }
  const min = parseDuration(fields.traceDurationMin ?? '');
  const max = parseDuration(fields.traceDurationMax ?? '');
  if (min !== undefined && max !== undefined && min > max) {
    problems.traceDurationMax = `Less than the minimum of ${duration(min)}`;
  }
  return problems;
}
