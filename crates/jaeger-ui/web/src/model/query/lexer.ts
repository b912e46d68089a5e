// The text as tokens, one at a time, so that the first error is the one that is told.

import { Fault } from './fault';

export type TokenKind = 'sign' | 'word' | 'attribute' | 'text' | 'number' | 'duration' | 'end';

export interface Token {
  kind: TokenKind;
  at: number;
  /** As it stands in the text. */
  written: string;
  /** A sign or word as it is written, text without its quotes, the key of an attribute. */
  value: string;
  /** Of an attribute; empty for any. */
  scope: string;
}

/** The longest come first where one begins another. */
const SIGNS = [
  '!>>', '!<<', '&>>', '&<<', '&&', '||', '!=', '!~', '!>', '!<', '&>', '&<', '&~', '=~', '>=', '<=', '>>', '<<',
  '{', '}', '(', ')', '=', '>', '<', '!', '~', '|', '&', ',', '+', '-', '*', '/', '%', '^', ':',
] as const;

const NOT_IN_KEY = /[\p{White_Space}{}()=~!<>&|^,]/u;
const ESCAPED: Record<string, string> = { '"': '"', '\\': '\\', n: '\n', r: '\r', t: '\t' };

export class Lexer {
  private at = 0;
  private readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  /** The next token; the end again and again once it is reached. */
  token(): Token {
    this.at += this.match(/\p{White_Space}*/uy).length;
    const at = this.at;
    const token = this.read();
    return { scope: '', value: this.since(at), ...token, at, written: this.since(at) };
  }

  /** The text from a place on, up to where the last token ended. */
  since(at: number): string {
    return this.text.slice(at, this.at);
  }

  private read(): { kind: TokenKind; value?: string; scope?: string } {
    const first = this.text[this.at];
    if (first === undefined) return { kind: 'end' };
    if (first === '"') return { kind: 'text', value: this.quoted() };
    if (first === '`') return { kind: 'text', value: this.raw() };
    if (/\d/.test(first) || (first === '.' && /\d/.test(this.text[this.at + 1] ?? ''))) return this.number();
    if (first === '.') return this.attribute('');
    if (/[A-Za-z_]/.test(first)) return this.word();
    const sign = SIGNS.find((known) => this.text.startsWith(known, this.at));
    if (sign === undefined) {
      const letter = String.fromCodePoint(this.text.codePointAt(this.at) ?? 0);
      throw new Fault(this.at, `'${letter === "'" || letter === '\\' ? `\\${letter}` : letter}' means nothing here`);
    }
    this.at += sign.length;
    return { kind: 'sign', value: sign };
  }

  private match(pattern: RegExp): string {
    pattern.lastIndex = this.at;
    return pattern.exec(this.text)?.[0] ?? '';
  }

  private number(): { kind: TokenKind } {
    // An `e` without digits behind it is left where it is.
    this.at += this.match(/\d*(?:\.\d*)?(?:[eE][+-]?\d+)?/y).length;
    const letters = this.match(/\p{Alphabetic}[\p{Alphabetic}\p{N}.]*/uy);
    this.at += letters.length;
    return { kind: letters === '' ? 'number' : 'duration' };
  }

  private word(): { kind: TokenKind; value?: string; scope?: string } {
    const word = this.match(/\w+/y);
    this.at += word.length;
    if (this.text[this.at] === '.') return this.attribute(word);
    this.at += this.match(/:[A-Za-z_]\w*/y).length;
    return { kind: 'word' };
  }

  /** The key goes on until a blank or a sign; what is in quotes may hold both. */
  private attribute(scope: string): { kind: TokenKind; value: string; scope: string } {
    this.at++;
    const at = this.at;
    let key = '';
    for (;;) {
      const next = this.text[this.at];
      if (next === '"') key += this.quoted();
      else if (next !== undefined && !NOT_IN_KEY.test(next)) {
        key += next;
        this.at++;
      } else break;
    }
    if (this.at === at) throw new Fault(at, 'expected the name of an attribute');
    return { kind: 'attribute', value: key, scope };
  }

  private quoted(): string {
    const start = this.at;
    this.at++;
    let text = '';
    for (;;) {
      const plain = this.match(/[^"\\]*/y);
      text += plain;
      this.at += plain.length;
      const next = this.text[this.at];
      if (next === undefined) throw new Fault(start, 'the text that begins here has no end');
      this.at++;
      if (next === '"') return text;
      text += this.escaped();
    }
  }

  /** What stands behind a backslash. */
  private escaped(): string {
    const start = this.at - 1;
    const letter = this.text[this.at] ?? '';
    const code = this.match(/u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}/y);
    if (code !== '') {
      const point = Number.parseInt(code.slice(1), 16);
      if (point <= 0x10ffff && !(point >= 0xd800 && point < 0xe000)) {
        this.at += code.length;
        return String.fromCodePoint(point);
      }
    } else if (Object.hasOwn(ESCAPED, letter)) {
      this.at++;
      return ESCAPED[letter];
    }
    const known = '\\\\ \\" \\n \\r \\t \\uXXXX \\UXXXXXXXX';
    throw new Fault(start, `expected one of ${known}; text in backticks has no escapes`);
  }

  private raw(): string {
    const start = this.at;
    const end = this.text.indexOf('`', start + 1);
    if (end < 0) {
      this.at = this.text.length;
      throw new Fault(start, 'the text that begins here has no end');
    }
    this.at = end + 1;
    return this.text.slice(start + 1, end);
  }
}
