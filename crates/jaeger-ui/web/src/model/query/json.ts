// The JSON form: a superset of Jaeger's structured filter.

import { COMPARISONS, LEVELS, TRACE_FIELDS } from './expression';
import type { Comparison, Constant, Level, Predicate, Reference, SpanExpression, TraceExpression } from './expression';
import { writeGoDuration } from './goDuration';
import { constantOf, isField, readInt, typeOf, typeOfTrace } from './typed';
import type { Typed } from './typed';

type Json = Record<string, unknown>;

/** The JSON text of an expression. */
export function writeFilter(expression: TraceExpression): string {
  return JSON.stringify(ofTrace(expression));
}

function ofTrace(expression: TraceExpression): unknown {
  switch (expression.is) {
    case 'spans': {
      const { condition } = expression;
      if (condition.is === 'and' && condition.parts.length === 0) return { spans: {} };
      return call(condition);
    }
    case 'field': {
      const { op, value } = ofPredicate(expression.predicate);
      return { trace: expression.field, op, ...(value === undefined ? {} : { value }) };
    }
    case 'not':
      return { not: ofTrace(expression.part) };
    default:
      return { [expression.is]: expression.parts.map(ofTrace) };
  }
}

function ofPredicate(predicate: Predicate): { op: string; value?: unknown } {
  switch (predicate.is) {
    case 'compare':
      return { op: predicate.by, value: textOf(predicate.constant) };
    case 'in':
    case 'notIn':
      return { op: predicate.is === 'in' ? 'in' : 'not_in', value: predicate.constants.map(textOf) };
    case 'matches':
      return { op: 'regex', value: predicate.pattern };
    case 'exists':
      return { op: 'exists' };
  }
}

function call(expression: SpanExpression): Json {
  switch (expression.is) {
    case 'and':
    case 'or':
      return { op: expression.is, args: expression.parts.map((part) => ({ call: call(part) })) };
    case 'not':
      return { op: 'not', args: [{ call: call(expression.part) }] };
    case 'some':
      return { op: 'some', args: [{ nested: { level: expression.of } }, { call: call(expression.part) }] };
    case 'references':
      return { op: expression.by, args: [ofReference(expression.left), ofReference(expression.right)] };
    case 'leaf': {
      const { predicate } = expression;
      const subject = ofReference(expression.reference);
      const { op, value } = ofPredicate(predicate);
      if (value === undefined) return { op, args: [subject] };
      const constants = predicate.is === 'compare' ? [predicate.constant] : 'constants' in predicate ? predicate.constants : [];
      const type = constants.map(typeHint).find((hint) => hint !== undefined);
      const hint = type === undefined ? {} : { type };
      return { op, args: [subject, Array.isArray(value) ? { list: { values: value, ...hint } } : { scalar: { value, ...hint } }] };
    }
  }
}

function ofReference(reference: Reference): Json {
  if (reference.is === 'field') return { field: { name: reference.name, level: reference.level } };
  return { attr: { key: reference.key, ...(reference.level ? { level: reference.level } : {}) } };
}

function textOf(constant: Constant): string {
  return constant.type === 'duration' ? writeGoDuration(constant.value) : String(constant.value);
}

function typeHint({ type }: Constant): string | undefined {
  if (type === 'text') return 'string';
  return type === 'int' || type === 'double' || type === 'bool' ? type : undefined;
}

/** The expression of a JSON text; undefined when it is none. The server says what is wrong with it. */
export function readFilter(text: string): TraceExpression | undefined {
  try {
    return toTrace(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function toTrace(value: unknown): TraceExpression {
  const object = asObject(value);
  if ('trace' in object) {
    const field = TRACE_FIELDS.find((name) => name === object.trace);
    const op = asText(object.op);
    if (!field) throw new TypeError('an unknown field of the trace');
    const typed = typeOfTrace(field);
    const given = object.value;
    const constants = (given === undefined ? [] : Array.isArray(given) ? given : [given]).map((constant) =>
      wanted(constantOf(typed, String(constant))),
    );
    return { is: 'field', field, predicate: toPredicate(op, constants) };
  }
  if ('op' in object) return { is: 'spans', condition: toCall(object) };
  const [[name, inner]] = Object.entries(object);
  if (name === 'spans') {
    const isAny = Object.keys(asObject(inner)).length === 0;
    return { is: 'spans', condition: isAny ? { is: 'and', parts: [] } : toCall(asObject(inner)) };
  }
  if (name === 'not') return { is: 'not', part: toTrace(inner) };
  if (name === 'and' || name === 'or') return { is: name, parts: asList(inner).map(toTrace) };
  throw new TypeError('an unknown member');
}

function toCall(object: Json): SpanExpression {
  const op = asText(object.op);
  const args = asList(object.args).map(asObject);
  if (op === 'and' || op === 'or') return { is: op, parts: args.map((arg) => toCall(asObject(arg.call))) };
  if (op === 'not') return { is: 'not', part: toCall(asObject(args[0].call)) };
  if (op === 'some') {
    const of = asObject(args[0].nested).level === 'link' ? 'link' : 'event';
    return { is: 'some', of, part: toCall(asObject(args[1].call)) };
  }
  const [left, right = {}] = args;
  if (op === 'exists') return { is: 'leaf', reference: toReference(left), predicate: { is: 'exists' } };
  if (isReference(left) && isReference(right)) {
    return { is: 'references', left: toReference(left), by: wanted(comparison(op)), right: toReference(right) };
  }
  const [subject, constant, asked] = isReference(left) ? [left, right, op] : [right, left, MIRRORED[op] ?? op];
  const reference = toReference(subject);
  const { values, type } = toConstants(constant);
  const typed = typeOf(reference);
  const predicate = toPredicate(asked, values.map((value) => toConstant(typed, value, type)));
  return { is: 'leaf', reference, predicate };
}

const MIRRORED: Record<string, string | undefined> = { gt: 'lt', gte: 'lte', lt: 'gt', lte: 'gte' };

function toConstants(arg: Json): { values: string[]; type: unknown } {
  if ('list' in arg) {
    const list = asObject(arg.list);
    return { values: asList(list.values).map(asText), type: list.type };
  }
  const scalar = asObject(arg.scalar);
  return { values: [asText(scalar.value)], type: scalar.type };
}

function toConstant(typed: Typed, text: string, type: unknown): Constant {
  if (typed !== 'attribute') return wanted(constantOf(typed, text));
  if (type === 'string') return { type: 'text', value: text };
  if (type === 'int') return { type, value: wanted(readInt(text)) };
  if (type === 'double') return { type, value: Number(text) };
  if (type === 'bool') return { type, value: text === 'true' };
  return { type: 'untyped', value: text };
}

function toPredicate(op: string, constants: Constant[]): Predicate {
  if (op === 'in' || op === 'not_in') return { is: op === 'in' ? 'in' : 'notIn', constants };
  if (op === 'exists') return { is: 'exists' };
  const [constant] = constants;
  if (op === 'regex') return { is: 'matches', pattern: String(wanted(constant).value) };
  return { is: 'compare', by: wanted(comparison(op)), constant: wanted(constant) };
}

function toReference(value: Json): Reference {
  if ('attr' in value) {
    const attribute = asObject(value.attr);
    const level = LEVELS.find((word) => word === attribute.level);
    const key = asText(attribute.key);
    return level === undefined ? { is: 'attribute', key } : { is: 'attribute', key, level };
  }
  const field = asObject(value.field);
  const level: Level = LEVELS.find((word) => word === field.level) ?? 'span';
  const name = asText(field.name);
  if (!isField(level, name)) throw new TypeError('an unknown field');
  return { is: 'field', level, name };
}

const isReference = (value: Json) => 'attr' in value || 'field' in value;

function comparison(op: string): Comparison | undefined {
  return COMPARISONS.find((by) => by === op);
}

function asObject(value: unknown): Json {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Json;
  throw new TypeError('expected an object');
}

function asList(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  throw new TypeError('expected a list');
}

function asText(value: unknown): string {
  if (typeof value === 'string') return value;
  throw new TypeError('expected a text');
}

function wanted<T>(value: T | undefined): T {
  if (value === undefined) throw new TypeError('something is missing or of another type');
  return value;
}
