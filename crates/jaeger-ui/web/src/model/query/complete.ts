// What may be typed next at a place in the text.

import { SIGN_ASKS } from './comparison';
import { Lexer } from './lexer';
import type { Token } from './lexer';
import { isOrdered, KINDS, STATUSES } from './typed';
import { literal, typeOfWord } from './clauses';
import { attributeOf, quote, SCOPE_WORDS, SUBJECTS, wordOf } from './words';

export interface Context {
  expects: 'group' | 'subject' | 'operator' | 'value' | 'join' | 'joinGroups';
  /** What is replaced by a suggestion. */
  from: number;
  to: number;
  /** What is typed of it. */
  typed: string;
  /** Of a value or operator: what it is compared with, `span:status` or `.http.route`. */
  subject?: string;
  /** An attribute: what its values are asked for by. */
  key?: string;
  /** The service that the text speaks of. */
  service?: string;
}

export function contextAt(text: string, caret: number): Context {
  const before = text.slice(0, caret);
  const from = startOfWord(before);
  const context: Context = { expects: 'group', from, to: endOfWord(text, caret), typed: before.slice(from) };
  let depth = 0;
  let equals = false;
  for (const token of tokens(before.slice(0, from))) {
    const inside = depth > 0;
    if (token.kind === 'sign') {
      if (token.value === '{') {
        depth++;
        context.expects = 'subject';
      } else if (token.value === '}') {
        depth--;
        context.expects = depth > 0 ? 'join' : 'joinGroups';
      } else if (token.value === ')') context.expects = inside ? 'join' : 'joinGroups';
      else if (token.value === '&&' || token.value === '||') context.expects = inside ? 'subject' : 'group';
      else if (token.value in SIGN_ASKS && context.expects === 'operator') {
        context.expects = 'value';
        equals = token.value === '=';
      }
    } else if (context.expects === 'value') {
      if (equals && isService(context.subject) && token.kind === 'text') context.service = token.value;
      context.expects = 'join';
    } else if (inside) {
      context.expects = 'operator';
      context.subject = token.written;
      context.key = token.kind === 'attribute' ? token.value : undefined;
    }
  }
  return context;
}

const isService = (subject: string | undefined) => subject === 'service' || subject === 'resource.service.name';

/** The text up to the first thing that is not finished. */
function tokens(text: string): Token[] {
  const lexer = new Lexer(text);
  const found: Token[] = [];
  try {
    for (;;) {
      const token = lexer.token();
      if (token.kind === 'end') return found;
      found.push(token);
    }
  } catch {
    return found;
  }
}

const WORD = /[^\s{}()=~!<>&|^,"`]*$/;

function startOfWord(before: string): number {
  let open: number | undefined;
  for (let at = 0; at < before.length; at++) {
    if (before[at] === '\\' && open !== undefined) at++;
    else if (before[at] === '"') open = open === undefined ? at : undefined;
  }
  return open ?? before.length - (WORD.exec(before)?.[0].length ?? 0);
}

/** The rest of a word that the caret stands in goes, too. */
function endOfWord(text: string, caret: number): number {
  return caret + (/^[\w.:-]*"?/.exec(text.slice(caret))?.[0].length ?? 0);
}

export interface Suggestion {
  /** What takes the place of what is typed. */
  text: string;
  detail?: string;
}

/** What the server knows. */
export interface Known {
  keys: readonly string[];
  values: readonly string[];
  services: readonly string[];
  operations: readonly string[];
}

const MOST = 60;

export function suggestions(context: Context, known: Known): Suggestion[] {
  const typed = context.typed.toLowerCase();
  const fits = ({ text }: Suggestion) => text.toLowerCase().startsWith(typed);
  switch (context.expects) {
    case 'group':
      return [{ text: '{ ', detail: 'what holds on one span' }, { text: '!{ ', detail: 'what holds on no span' }].filter(fits);
    case 'joinGroups':
      return [
        { text: '&& { ', detail: 'and another span, or the same' },
        { text: '&& !{ ', detail: 'and no span' },
        { text: '|| { ', detail: 'or' },
      ].filter(fits);
    case 'join':
      return [{ text: '&& ', detail: 'and' }, { text: '|| ', detail: 'or' }, { text: '}', detail: 'end of the group' }].filter(fits);
    case 'operator':
      return operators(context.subject ?? '').filter(fits);
    case 'subject':
      return subjects(context.typed, known.keys);
    case 'value':
      return values(context, known);
  }
}

const SIGN_WORDS: Record<string, string> = {
  '=': 'is',
  '!=': 'is there and is not',
  '>': 'more than',
  '>=': 'at least',
  '<': 'less than',
  '<=': 'at most',
  '=~': 'matches',
  '!~': 'is there and does not match',
};

function operators(subject: string): Suggestion[] {
  const typed = typeOfWord(subject);
  const isText = typed === 'attribute' || typed === 'text';
  const signs = ['=', '!=', ...(isOrdered(typed) ? ['>', '>=', '<', '<='] : []), ...(isText ? ['=~', '!~'] : [])];
  const found = signs.map((sign) => ({ text: `${sign} `, detail: SIGN_WORDS[sign] }));
  return [...found, { text: '!= nil ', detail: 'is there' }, { text: '= nil ', detail: 'is not there' }];
}

function subjects(typed: string, keys: readonly string[]): Suggestion[] {
  const text = typed.toLowerCase();
  const scope = SCOPE_WORDS.map(({ word }) => word).find((word) => word !== '.' && text.startsWith(word)) ?? '.';
  const wanted = text.startsWith(scope) ? text.slice(scope.length) : text;
  const words = [...SUBJECTS, ...SCOPE_WORDS]
    .filter(({ word }) => word.toLowerCase().includes(text))
    .map(({ word, detail }) => ({ text: word.endsWith('.') ? word : `${word} `, detail }));
  const ofKeys: Suggestion[] = [];
  for (const key of keys) {
    if (!key.toLowerCase().includes(wanted)) continue;
    const reference = attributeOf(scope === '.' ? '' : scope.slice(0, -1), key);
    const word = reference && wordOf(reference);
    if (word !== undefined) ofKeys.push({ text: `${word} `, detail: 'attribute' });
    if (ofKeys.length === MOST) break;
  }
  // Whoever has begun to type a key wants keys.
  return text.includes('.') ? [...ofKeys, ...words] : [...words, ...ofKeys];
}

function values({ subject = '', key, typed }: Context, known: Known): Suggestion[] {
  const type = typeOfWord(subject);
  const wanted = typed.replace(/^"/, '').toLowerCase();
  const listed = (list: readonly string[], write: (value: string) => string) =>
    list
      .filter((value) => value.toLowerCase().includes(wanted))
      .slice(0, MOST)
      .map((value) => ({ text: `${write(value)} ` }));
  if (type === 'kind') return listed(KINDS, String);
  if (type === 'status') return listed(STATUSES, String);
  if (type === 'duration') return listed(['10ms', '100ms', '300ms', '1s', '5s'], String);
  if (type === 'number') return listed(['0', '1', '10', '100'], String);
  if (isService(subject) || /^trace:(?:rootService|services)$/.test(subject)) return listed(known.services, quote);
  if (/^(?:span:name|operation|name|trace:rootName)$/.test(subject)) return listed(known.operations, quote);
  return key === undefined ? [] : listed(known.values, (value) => literal('attribute', value));
}
