// What two operands and the sign between them ask.

import { allOf, leaf, negated } from './condition';
import type { Condition } from './condition';
import type { Comparison, Constant } from './expression';
import { Fault, shortened } from './fault';
import { anchored, patternProblem } from './pattern';
import { comparesWith, constantOf, expectedInText, isOrdered, typeOf, typeOfTrace } from './typed';
import type { Typed } from './typed';
import type { Subject, Value } from './words';

export type Asks = Comparison | 'matches' | 'matchesNot';

export const SIGN_ASKS: Record<string, Asks> = {
  '=': 'eq',
  '!=': 'ne',
  '<': 'lt',
  '<=': 'lte',
  '>': 'gt',
  '>=': 'gte',
  '=~': 'matches',
  '!~': 'matchesNot',
};

export interface Operator {
  at: number;
  sign: string;
  asks: Asks;
}

export interface Operand {
  at: number;
  written: string;
  side: { is: 'subject'; subject: Subject } | { is: 'value'; value: Value };
}

const PATTERNS_MOST = 32;
const MIRRORED: Partial<Record<Asks, Comparison>> = { lt: 'gt', lte: 'gte', gt: 'lt', gte: 'lte', eq: 'eq', ne: 'ne' };

/** Reads comparisons of one text, which may hold only so many patterns. */
export class Comparisons {
  private patterns = 0;

  condition(left: Operand, operator: Operator, right: Operand): Condition {
    if (left.side.is === 'subject') {
      return right.side.is === 'subject'
        ? references(left.side.subject, operator, right.side.subject, right.at)
        : this.leaf(left.side.subject, operator, right, right.side.value);
    }
    if (right.side.is === 'value') {
      throw new Fault(left.at, 'expected an attribute or a field on one side of the comparison');
    }
    // `500 < .k` asks the same as `.k > 500`.
    const asks = MIRRORED[operator.asks];
    if (!asks) throw new Fault(operator.at, `expected the pattern behind \`${operator.sign}\``);
    return this.leaf(right.side.subject, { ...operator, asks }, left, left.side.value);
  }

  private leaf(subject: Subject, operator: Operator, written: Operand, value: Value): Condition {
    if (value.type === 'nil') return presence(subject, operator);
    const typed = subject.of === 'span' ? typeOf(subject.reference) : typeOfTrace(subject.field);
    const { asks, sign } = operator;
    if (asks === 'matches' || asks === 'matchesNot') return this.matches(subject, typed, operator, written, value);
    if (!['eq', 'ne'].includes(asks) && !isOrdered(typed)) {
      throw new Fault(operator.at, `\`${sign}\` needs values that have an order`);
    }
    return leaf(subject, { is: 'compare', by: asks, constant: typedConstant(typed, value, written) });
  }

  /** What does not match must be there. */
  private matches(subject: Subject, typed: Typed, operator: Operator, written: Operand, value: Value): Condition {
    if (typed !== 'attribute' && typed !== 'text') {
      throw new Fault(operator.at, `\`${operator.sign}\` takes an attribute or a field that is text`);
    }
    if (value.type !== 'text') throw expected(written, 'a pattern in quotes');
    if (++this.patterns > PATTERNS_MOST) {
      throw new Fault(written.at, `there are more than ${PATTERNS_MOST} patterns`);
    }
    const problem = patternProblem(value.value);
    if (problem !== undefined) throw new Fault(written.at, `the pattern does not parse: ${problem}`);
    const found = leaf(subject, { is: 'matches', pattern: anchored(value.value) });
    return operator.asks === 'matches' ? found : allOf([leaf(subject, { is: 'exists' }), negated(found)]);
  }
}

function references(left: Subject, operator: Operator, right: Subject, at: number): Condition {
  if (left.of === 'trace' || right.of === 'trace') {
    throw new Fault(at, 'a field of the trace compares with a value alone');
  }
  const by = operator.asks;
  if (by === 'matches' || by === 'matchesNot') throw new Fault(at, 'expected a pattern in quotes');
  if (!comparesWith(typeOf(left.reference), typeOf(right.reference))) {
    throw new Fault(at, 'the two sides have different types');
  }
  return { of: 'span', part: { is: 'references', left: left.reference, by, right: right.reference } };
}

function presence(subject: Subject, operator: Operator): Condition {
  const present = leaf(subject, { is: 'exists' });
  if (operator.asks === 'ne') return present;
  if (operator.asks === 'eq') return negated(present);
  throw new Fault(operator.at, 'nil takes `=` or `!=`');
}

function typedConstant(typed: Typed, value: Value, written: Operand): Constant {
  let found: Constant | undefined;
  if (typed === 'attribute') {
    if (['text', 'bool', 'double', 'int'].includes(value.type)) found = value as Constant;
  } else if (typed === 'number') {
    if (value.type === 'int') found = value;
  } else if (typed === 'duration' || typed === 'kind' || typed === 'status') {
    if (value.type === typed) found = value;
  } else if (value.type === 'text') {
    found = constantOf(typed, value.value);
  }
  if (!found) throw expected(written, expectedInText(typed));
  return found;
}

function expected({ at, written }: Operand, what: string): Fault {
  return new Fault(at, `expected ${what}, found \`${shortened(written)}\``);
}
