// The single conditions of a filter, for chips, for the builder and for finding out which one leaves nothing.

import { all, any, ANY_SPAN } from './expression';
import type { Reference, SpanExpression, TraceExpression } from './expression';
import { joinForm, splitForm } from './form';
import { parse } from './parse';
import { bare, print, printCondition } from './print';
import { fieldOfTag } from './tag';
import { typeOf, typeOfTrace } from './typed';
import type { Typed } from './typed';
import { attributeOf, fieldOf, quote, SCOPE_WORDS } from './words';

export interface Clause {
  /** As it stands in the text. */
  text: string;
  /** The filter without it. */
  without: TraceExpression;
}

/** Each condition that must hold, and the filter without it. */
export function clausesOf(expression: TraceExpression): Clause[] {
  const { conditions, rest } = parts(expression);
  const ofSpan = conditions.map((condition, index) => ({
    text: printCondition(condition) ?? 'a condition',
    without: together(without(conditions, index), rest),
  }));
  const ofTrace = rest.map((part, index) => ({
    text: partText(part),
    without: together(conditions, without(rest, index)),
  }));
  return [...ofSpan, ...ofTrace];
}

/** What stands beside the form. */
export function clausesBesideForm(expression: TraceExpression): Clause[] {
  const split = splitForm(expression);
  const ofSpan = split.conditions.map((condition, index) => ({
    text: printCondition(condition) ?? 'a condition',
    without: joinForm({ ...split, conditions: without(split.conditions, index) }),
  }));
  const ofTrace = split.rest.map((part, index) => ({
    text: partText(part),
    without: joinForm({ ...split, rest: without(split.rest, index) }),
  }));
  return [...ofSpan, ...ofTrace];
}

function partText(part: TraceExpression): string {
  const text = print(part) ?? 'a condition';
  // A fact of the trace needs no braces to be understood.
  return part.is === 'field' ? text.slice(2, -2) : text;
}

interface Parts {
  /** Of the first group. */
  conditions: SpanExpression[];
  rest: TraceExpression[];
}

function parts(expression: TraceExpression): Parts {
  const top = flat(expression);
  const group = top.find((part) => part.is === 'spans');
  const conditions = group?.is === 'spans' ? flatSpan(group.condition) : [];
  return { conditions, rest: top.filter((part) => part !== group) };
}

function together(conditions: SpanExpression[], rest: TraceExpression[]): TraceExpression {
  const fields = rest.filter((part) => part.is === 'field');
  const others = rest.filter((part) => part.is !== 'field');
  const group: TraceExpression[] = conditions.length > 0 ? [{ is: 'spans', condition: all(conditions) }] : [];
  const found = [...fields, ...group, ...others];
  return found.length === 0 ? ANY_SPAN : all(found);
}

/** The filter and one more condition on the trace, unless it says so already. */
export function withPart(expression: TraceExpression, part: TraceExpression): TraceExpression {
  const { conditions, rest } = parts(expression);
  const text = print(part);
  const known = [...rest, { is: 'spans', condition: all(conditions) } as const];
  if (known.some((other) => print(other) === text)) return expression;
  return together(conditions, [...rest, part]);
}

/** A row of the builder. */
export interface Row {
  subject: string;
  /** A sign, `exists` or `absent`. */
  operator: string;
  value: string;
}

export interface Rows {
  rows: Row[];
  /** What no row can say, as text: conditions of the group, and what stands beside it. */
  locked: { text: string; isGroup: boolean }[];
}

export const ROW_OPERATORS = ['=', '!=', '>', '>=', '<', '<=', '=~', '!~', 'exists', 'absent'] as const;

export function rowsOf(expression: TraceExpression): Rows {
  const { conditions, rest } = parts(expression);
  const found: Rows = { rows: [], locked: [] };
  const texts = [
    ...conditions.map((part) => ({ text: printCondition(part) ?? '', isGroup: false })),
    ...rest.map((part) => ({ text: partText(part), isGroup: part.is !== 'field' })),
  ];
  for (const one of texts) {
    const row = one.isGroup ? undefined : readRow(one.text);
    if (row) found.rows.push(row);
    else if (one.text !== '') found.locked.push(one);
  }
  return found;
}

function readRow(text: string): Row | undefined {
  const match = /^((?:\w*\.(?:"(?:[^"\\]|\\.)*"|[^\s{}()=~!<>&|^,"])+)|[\w:]+) (=~|!~|!=|>=|<=|=|>|<) (.+)$/s.exec(text);
  if (!match) return undefined;
  const [, subject, sign, written] = match;
  if (written === 'nil') return { subject, operator: sign === '=' ? 'absent' : 'exists', value: '' };
  if (written.startsWith('"')) {
    const value = readQuoted(written);
    return value === undefined ? undefined : { subject, operator: sign, value };
  }
  return /[\s&|]/.test(written) ? undefined : { subject, operator: sign, value: written };
}

function readQuoted(text: string): string | undefined {
  const parsed = parse(`{ .k = ${text} }`);
  if (parsed.error || parsed.expression.is !== 'spans') return undefined;
  const { condition } = parsed.expression;
  if (condition.is !== 'leaf' || condition.predicate.is !== 'compare') return undefined;
  return condition.predicate.constant.type === 'text' ? condition.predicate.constant.value : undefined;
}

/** The text that rows stand for. A row without a subject says nothing yet. */
export function textOfRows({ rows, locked }: Rows): string {
  const inside = [
    ...rows.filter(({ subject }) => subject !== '').map(textOfRow),
    ...locked.filter(({ isGroup }) => !isGroup).map(({ text }) => (text.includes(' || ') ? `(${text})` : text)),
  ];
  const groups = locked.filter(({ isGroup }) => isGroup).map(({ text }) => (text.includes(' || ') ? `(${text})` : text));
  const first = inside.length > 0 ? [`{ ${inside.join(' && ')} }`] : [];
  return [...first, ...groups].join(' && ') || '{}';
}

function textOfRow({ subject, operator, value }: Row): string {
  if (operator === 'exists') return `${subject} != nil`;
  if (operator === 'absent') return `${subject} = nil`;
  const isPattern = operator === '=~' || operator === '!~';
  return `${subject} ${operator} ${isPattern ? quote(value) : literal(typeOfWord(subject), value)}`;
}

/** The type that the values of a subject have. */
export function typeOfWord(word: string): Typed {
  const subject = fieldOf(word === 'resource.service.name' ? 'service' : word);
  if (!subject) return 'attribute';
  return subject.of === 'span' ? typeOf(subject.reference) : typeOfTrace(subject.field);
}

export function literal(typed: Typed, value: string): string {
  if (typed === 'attribute') return bare(value) ?? quote(value);
  return typed === 'text' || typed === 'traceId' || typed === 'spanId' ? quote(value) : value || '0';
}

/**
 * `key = value` for an attribute of any type: a number may have been sent as text, and what is a tag in Jaeger may be a
 * field of the span.
 */
export function attributeIs(key: string, value: string): TraceExpression {
  const ways = equals({ is: 'attribute', key }, value);
  const field = fieldOfTag(key, value);
  if (field) ways.push(field);
  return { is: 'spans', condition: any(ways) };
}

/** The same for a key as a search writes it, without quotes: `tenant`, `.tenant`, `resource.version`. */
export function wordIs(word: string, value: string): TraceExpression {
  const [, scope, key] = /^([a-z]*)\.(.+)$/s.exec(word) ?? [];
  const reference = key === undefined || scope === '' ? undefined : attributeOf(scope, key);
  if (!reference) return attributeIs(scope === '' ? key : word, value);
  return { is: 'spans', condition: any(equals(reference, value)) };
}

/** A key as it was sent, written so that nothing in it is taken for a scope. */
export function wordOfKey(key: string): string {
  return SCOPE_WORDS.some(({ word }) => key.startsWith(word)) ? `.${key}` : key;
}

function equals(reference: Reference, value: string): SpanExpression[] {
  const isNumberToo = reference.is === 'attribute' && bare(value) !== undefined;
  const types: ('untyped' | 'text')[] = isNumberToo ? ['untyped', 'text'] : ['text'];
  return types.map((type) => ({ is: 'leaf', reference, predicate: { is: 'compare', by: 'eq', constant: { type, value } } }));
}

function flat(expression: TraceExpression): TraceExpression[] {
  return expression.is === 'and' ? expression.parts.flatMap(flat) : [expression];
}

function flatSpan(expression: SpanExpression): SpanExpression[] {
  return expression.is === 'and' ? expression.parts.flatMap(flatSpan) : [expression];
}

function without<T>(list: readonly T[], index: number): T[] {
  return list.filter((_, at) => at !== index);
}
