// Writes an expression as text.

import type { Constant, Predicate, SpanExpression, TraceExpression } from './expression';
import { writeGoDuration } from './goDuration';
import { unanchored } from './pattern';
import { readInt } from './typed';
import { quote, traceWordOf, wordOf } from './words';

/** The text of an expression; undefined when it says something that text has no words for. */
export function print(expression: TraceExpression): string | undefined {
  try {
    return trace(expression, 'or');
  } catch (error) {
    if (error instanceof NoWords) return undefined;
    throw error;
  }
}

/** The text of a condition as it stands within a group. */
export function printCondition(condition: SpanExpression): string | undefined {
  try {
    return span(condition, 'or');
  } catch (error) {
    if (error instanceof NoWords) return undefined;
    throw error;
  }
}

class NoWords extends Error {}

/** What binds as loosely as that may stand bare. */
type Within = 'or' | 'and' | 'not';

function trace(expression: TraceExpression, within: Within): string {
  switch (expression.is) {
    case 'spans':
      return group([span(expression.condition, 'or')]);
    case 'field':
      return group([field(expression)]);
    case 'not':
      return `!${trace(expression.part, 'not')}`;
    case 'or':
      return bracketed(expression.parts.map((part) => trace(part, 'and')).join(' || '), within !== 'or');
    case 'and':
      return traceAnd(expression.parts, within);
  }
}

/** What is said of the trace stands in the first group: `{ T && S }`. */
function traceAnd(parts: TraceExpression[], within: Within): string {
  const fields = parts.flatMap((part) => (part.is === 'field' ? [field(part)] : []));
  const others = parts.filter((part) => part.is !== 'field');
  const first = others.findIndex((part) => part.is === 'spans');
  const texts = others.map((part, index) =>
    part.is === 'spans' && index === first && fields.length > 0
      ? group([conjunct(part.condition), ...fields])
      : trace(part, part.is === 'and' ? 'not' : 'and'),
  );
  if (first < 0 && fields.length > 0) texts.unshift(group(fields));
  return bracketed(texts.join(' && '), within === 'not' && texts.length > 1);
}

/** The parts of an AND stand beside other parts without brackets. */
function conjunct(condition: SpanExpression): string {
  return condition.is === 'and' ? condition.parts.map((part) => span(part, 'and')).join(' && ') : span(condition, 'and');
}

function group(parts: string[]): string {
  const text = parts.filter((part) => part !== '').join(' && ');
  return text === '' ? '{}' : `{ ${text} }`;
}

function bracketed(text: string, isNeeded: boolean): string {
  return isNeeded ? `(${text})` : text;
}

function field({ field: name, predicate }: TraceExpression & { is: 'field' }): string {
  return compared(known(traceWordOf(name)), predicate);
}

function span(expression: SpanExpression, within: Within): string {
  switch (expression.is) {
    case 'leaf':
      return compared(known(wordOf(expression.reference)), expression.predicate, within);
    case 'references':
      return `${known(wordOf(expression.left))} ${SIGNS[expression.by]} ${known(wordOf(expression.right))}`;
    case 'some':
      return `${expression.of}{ ${span(expression.part, 'or')} }`;
    case 'not':
      return not(expression.part);
    case 'or':
      return bracketed(expression.parts.map((part) => span(part, 'and')).join(' || '), within !== 'or');
    case 'and':
      return matchesNot(expression) ?? and(expression.parts, within);
  }
}

function and(parts: SpanExpression[], within: Within): string {
  const text = parts.map((part) => span(part, part.is === 'and' ? 'not' : 'and')).join(' && ');
  return bracketed(text, within !== 'or' && parts.length > 1 && within === 'not');
}

function not(part: SpanExpression): string {
  if (part.is === 'leaf' && part.predicate.is === 'exists') return `${known(wordOf(part.reference))} = nil`;
  if (part.is === 'some' || (part.is === 'not' && !isAbsence(part))) return `!${span(part, 'not')}`;
  return `!(${span(part, 'or')})`;
}

function isAbsence(expression: SpanExpression): boolean {
  return expression.is === 'not' && expression.part.is === 'leaf' && expression.part.predicate.is === 'exists';
}

/** `!~` is spelled out as: present, and not matched. */
function matchesNot(expression: SpanExpression): string | undefined {
  if (expression.is !== 'and' || expression.parts.length !== 2) return undefined;
  const [present, absent] = expression.parts;
  if (present.is !== 'leaf' || present.predicate.is !== 'exists') return undefined;
  if (absent.is !== 'not' || absent.part.is !== 'leaf' || absent.part.predicate.is !== 'matches') return undefined;
  const word = known(wordOf(present.reference));
  if (word !== wordOf(absent.part.reference)) return undefined;
  return `${word} !~ ${quote(unanchored(absent.part.predicate.pattern))}`;
}

const SIGNS = { eq: '=', ne: '!=', lt: '<', lte: '<=', gt: '>', gte: '>=' } as const;

function compared(word: string, predicate: Predicate, within: Within = 'and'): string {
  switch (predicate.is) {
    case 'compare':
      return `${word} ${SIGNS[predicate.by]} ${value(predicate.constant)}`;
    case 'in':
      return bracketed(predicate.constants.map((one) => `${word} = ${value(one)}`).join(' || '), within !== 'or');
    case 'notIn':
      return bracketed(predicate.constants.map((one) => `${word} != ${value(one)}`).join(' && '), within === 'not');
    case 'matches':
      return `${word} =~ ${quote(unanchored(predicate.pattern))}`;
    case 'exists':
      return `${word} != nil`;
  }
}

function value(constant: Constant): string {
  switch (constant.type) {
    case 'untyped':
      return bare(constant.value) ?? quote(constant.value);
    case 'text':
    case 'traceId':
    case 'spanId':
      return quote(constant.value);
    case 'duration':
      return writeGoDuration(constant.value);
    case 'double':
      return Number.isInteger(constant.value) ? constant.value.toFixed(1) : String(constant.value);
    case 'time':
      throw new NoWords();
    default:
      return String(constant.value);
  }
}

/** What was typed without quotes and reads as a number or truth value is written as one. */
export function bare(text: string): string | undefined {
  if (text === 'true' || text === 'false') return text;
  if (/^-?(?:0|[1-9]\d*)$/.test(text)) return readInt(text) === undefined ? undefined : text;
  return /^-?(?:0|[1-9]\d*)\.\d+$/.test(text) ? text : undefined;
}

function known(word: string | undefined): string {
  if (word === undefined) throw new NoWords();
  return word;
}
