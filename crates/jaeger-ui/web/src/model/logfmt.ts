// `key=value other="two words" flag`: how attributes are typed into the search form.

export type Pair = [key: string, value: string];

export type Logfmt = { pairs: Pair[]; error?: undefined } | { pairs?: undefined; error: string; at: number };

/** A bare key stands for `key=true`. */
export function parseLogfmt(text: string): Logfmt {
  const pairs: Pair[] = [];
  let at = 0;
  while (at < text.length) {
    if (/\s/.test(text[at])) {
      at++;
      continue;
    }
    const key = readPart(text, at, true);
    if (key.error !== undefined) return { error: key.error, at };
    if (key.text === '') return { error: 'A value without a key', at };
    at = key.end;
    if (text[at] !== '=') {
      pairs.push([key.text, 'true']);
      continue;
    }
    const value = readPart(text, at + 1, false);
    if (value.error !== undefined) return { error: value.error, at: at + 1 };
    pairs.push([key.text, value.text]);
    at = value.end;
  }
  return { pairs };
}

type Part = { text: string; end: number; error?: undefined } | { error: string };

/** A quoted text, or what goes on to the next blank (for a key: or `=`). */
function readPart(text: string, start: number, isKey: boolean): Part {
  if (text[start] !== '"') {
    let end = start;
    while (end < text.length && !/\s/.test(text[end]) && !(isKey && text[end] === '=')) end++;
    return { text: text.slice(start, end), end };
  }
  let read = '';
  for (let at = start + 1; at < text.length; at++) {
    const letter = text[at];
    if (letter === '"') return { text: read, end: at + 1 };
    if (letter === '\\' && at + 1 < text.length) {
      at++;
      read += UNESCAPED[text[at]] ?? text[at];
    } else read += letter;
  }
  return { error: 'A quotation mark is missing at the end' };
}

const UNESCAPED: Record<string, string> = { n: '\n', t: '\t', r: '\r' };
const ESCAPED: Record<string, string> = { '\n': '\\n', '\t': '\\t', '\r': '\\r', '"': '\\"', '\\': '\\\\' };

/** The text that `parseLogfmt` reads these pairs from. */
export function logfmt(pairs: Iterable<readonly [string, string]>): string {
  const parts: string[] = [];
  for (const [key, value] of pairs) parts.push(`${quoted(key, /[\s="]/)}=${quoted(value, /[\s"]/)}`);
  return parts.join(' ');
}

function quoted(text: string, special: RegExp): string {
  if (text !== '' && !special.test(text)) return text;
  return `"${text.replace(/[\n\t\r"\\]/g, (letter) => ESCAPED[letter])}"`;
}

/** What the text says of a key: the first value, or empty; undefined when the text cannot be read. */
export function valueIn(text: string, key: string): string | undefined {
  const { pairs } = parseLogfmt(text);
  return pairs && (pairs.find(([other]) => other === key)?.[1] ?? '');
}

/** The text with one value for the key in the place of any that it had, or with none; undefined when it cannot be read. */
export function withValue(text: string, key: string, value: string): string | undefined {
  const { pairs } = parseLogfmt(text);
  if (!pairs) return undefined;
  const at = pairs.findIndex(([other]) => other === key);
  const others = pairs.filter(([other]) => other !== key);
  if (value !== '') others.splice(at < 0 ? others.length : at, 0, [key, value]);
  return logfmt(others);
}
