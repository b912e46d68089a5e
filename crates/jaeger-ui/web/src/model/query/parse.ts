// Reads the text form, TraceQL's syntax: groups, what stands between them and what stands in them, by
// recursive descent of bounded depth.

import { Comparisons, SIGN_ASKS } from './comparison';
import type { Operand } from './comparison';
import { allOf, anyOf, asGroup, negated } from './condition';
import type { Condition } from './condition';
import { all, ANY_SPAN, any, looksInto } from './expression';
import type { TraceExpression } from './expression';
import { Fault, notSupported, shortened } from './fault';
import { Lexer } from './lexer';
import type { Token } from './lexer';
import { attributeSide, durationSide, numberSide, wordSide } from './operand';

const DEPTH_MOST = 20;
const LETTERS_MOST = 64 * 1024;

/** Signs of TraceQL that put two groups in relation. */
const STRUCTURE = new Set(['>', '>>', '<', '<<', '~', '!>', '!>>', '!<', '!<<', '!~', '&>', '&>>', '&<', '&<<', '&~']);
const ARITHMETIC = new Set(['+', '-', '*', '/', '%', '^']);

export interface Parsed {
  expression: TraceExpression;
  /** The hints that mean nothing here. */
  ignoredHints: string[];
  error?: undefined;
}

export interface ParseError {
  message: string;
  /** An index into the text. */
  at: number;
  /** From 1; columns are characters. */
  line: number;
  column: number;
}

export function parse(text: string): Parsed | { error: ParseError } {
  try {
    if (new TextEncoder().encode(text).length > LETTERS_MOST) {
      throw new Fault(0, `the text is longer than ${LETTERS_MOST} bytes`);
    }
    return new Parser(text).whole();
  } catch (fault) {
    if (!(fault instanceof Fault)) throw fault;
    const before = text.slice(0, fault.at).split('\n');
    const column = [...before[before.length - 1]].length + 1;
    return { error: { message: fault.message, at: fault.at, line: before.length, column } };
  }
}

class Parser {
  private readonly lexer: Lexer;
  private readonly comparisons = new Comparisons();
  private peeked: Token | undefined;
  private depth = 0;

  constructor(text: string) {
    this.lexer = new Lexer(text);
  }

  whole(): Parsed {
    const expression = this.traces();
    const ignoredHints = this.hints();
    const end = this.take();
    if (end.kind !== 'end') throw unexpected(end, '`&&`, `||` or the end');
    return { expression, ignoredHints };
  }

  private traces(): TraceExpression {
    return any(this.separated('||', () => all(this.separated('&&', () => this.tracePart()))));
  }

  private tracePart(): TraceExpression {
    const token = this.take();
    let part: TraceExpression;
    if (isSign(token, '!')) part = { is: 'not', part: this.deeper(token.at, () => this.tracePart()) };
    else if (isSign(token, '(')) {
      part = this.deeper(token.at, () => this.traces());
      this.expect(')', '`&&`, `||` or `)`');
    } else if (isSign(token, '{')) part = this.group(token.at);
    else throw unexpected(token, '`{`');
    this.refuseStructure();
    return part;
  }

  private group(at: number): TraceExpression {
    if (this.takes('}')) return ANY_SPAN;
    const condition = this.conditions();
    this.expect('}', '`&&`, `||` or `}`');
    const group = asGroup(condition);
    if (group) return group;
    throw new Fault(at, 'the group mixes conditions on the trace with conditions on the span in too many ways');
  }

  private conditions(): Condition {
    return anyOf(this.separated('||', () => allOf(this.separated('&&', () => this.conditionPart()))));
  }

  private conditionPart(): Condition {
    const token = this.take();
    if (isSign(token, '!')) return this.deeper(token.at, () => this.negatedPart());
    if (isSign(token, '(')) {
      const part = this.deeper(token.at, () => this.conditions());
      this.expect(')', '`&&`, `||` or `)`');
      return part;
    }
    if (token.kind === 'word' && (token.value === 'event' || token.value === 'link')) {
      return this.nested(token.at, token.value);
    }
    return this.comparison(token);
  }

  /** In TraceQL a `!` before an attribute binds tighter than the comparison, so it must be clear what is meant. */
  private negatedPart(): Condition {
    const next = this.peek();
    const isNested = next.kind === 'word' && (next.value === 'event' || next.value === 'link');
    if (!isSign(next, '(') && !isSign(next, '!') && !isNested) throw unexpected(next, '`(`');
    return negated(this.conditionPart());
  }

  private nested(at: number, of: 'event' | 'link'): Condition {
    this.expect('{', '`{`');
    const condition = this.deeper(at, () => this.conditions());
    this.expect('}', '`&&`, `||` or `}`');
    if (condition.of !== 'span') throw new Fault(at, 'an event or a link knows nothing of the trace');
    if (looksInto(condition.part, of)) throw new Fault(at, 'within one event or link there is no other');
    return { of: 'span', part: { is: 'some', of, part: condition.part } };
  }

  private comparison(token: Token): Condition {
    const left = this.operand(token);
    this.refuseArithmetic();
    const sign = this.take();
    const asks = sign.kind === 'sign' ? SIGN_ASKS[sign.value] : undefined;
    if (asks === undefined) throw unexpected(sign, 'one of = != < <= > >= =~ !~');
    const right = this.operand(this.take());
    const condition = this.comparisons.condition(left, { at: sign.at, sign: sign.value, asks }, right);
    this.refuseArithmetic();
    return condition;
  }

  private operand(token: Token): Operand {
    const side = this.side(token);
    return { at: token.at, written: this.lexer.since(token.at), side };
  }

  private side(token: Token): Operand['side'] {
    switch (token.kind) {
      case 'attribute':
        return attributeSide(token.scope, token.value, token.at);
      case 'word':
        return wordSide(token.value, token.at);
      case 'text':
        return { is: 'value', value: { type: 'text', value: token.value } };
      case 'number':
        return numberSide(token.value, token.at);
      case 'duration':
        return durationSide(token.value, token.at);
    }
    if (!isSign(token, '-')) throw unexpected(token, 'an attribute, a field or a value');
    const next = this.take();
    if (next.kind === 'number') return numberSide(`-${next.value}`, token.at);
    if (next.kind === 'duration') return durationSide(`-${next.value}`, token.at);
    throw unexpected(next, 'a number');
  }

  /** Names of those that change nothing. That the most recent come first is the order here anyway. */
  private hints(): string[] {
    const ignored: string[] = [];
    const first = this.peek();
    if (first.kind !== 'word' || first.value !== 'with') return ignored;
    this.take();
    this.expect('(', '`(`');
    for (;;) {
      const name = this.take();
      if (name.kind !== 'word') throw unexpected(name, 'the name of a hint');
      this.expect('=', '`=`');
      const value = this.take();
      if (['sign', 'attribute', 'end'].includes(value.kind)) throw unexpected(value, 'the value of a hint');
      if (name.value !== 'most_recent' || value.written !== 'true') ignored.push(name.value);
      if (!this.takes(',')) {
        this.expect(')', '`,` or `)`');
        return ignored;
      }
    }
  }

  private refuseStructure(): void {
    const next = this.peek();
    if (next.kind !== 'sign') return;
    if (STRUCTURE.has(next.value)) throw notSupported(next.value, next.at);
    if (next.value !== '|') return;
    this.take();
    const stage = this.take();
    throw notSupported(stage.kind === 'word' ? `| ${stage.value}()` : '|', next.at);
  }

  private refuseArithmetic(): void {
    const next = this.peek();
    if (next.kind === 'sign' && ARITHMETIC.has(next.value)) throw notSupported(next.value, next.at);
  }

  private separated<T>(sign: string, part: () => T): T[] {
    const parts = [part()];
    while (this.takes(sign)) parts.push(part());
    return parts;
  }

  private deeper<T>(at: number, part: () => T): T {
    if (this.depth === DEPTH_MOST) throw new Fault(at, `nested deeper than ${DEPTH_MOST} levels`);
    this.depth++;
    const parsed = part();
    this.depth--;
    return parsed;
  }

  private take(): Token {
    const token = this.peeked ?? this.lexer.token();
    this.peeked = undefined;
    return token;
  }

  private peek(): Token {
    this.peeked ??= this.lexer.token();
    return this.peeked;
  }

  private takes(sign: string): boolean {
    const isNext = isSign(this.peek(), sign);
    if (isNext) this.take();
    return isNext;
  }

  private expect(sign: string, expected: string): void {
    const token = this.take();
    if (!isSign(token, sign)) throw unexpected(token, expected);
  }
}

const isSign = (token: Token, sign: string) => token.kind === 'sign' && token.value === sign;

function unexpected(token: Token, expected: string): Fault {
  const found = token.kind === 'end' ? 'the end' : `\`${shortened(token.written)}\``;
  return new Fault(token.at, `expected ${expected}, found ${found}`);
}
