import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

import { readFilter, writeFilter } from './json';
import { parse } from './parse';
import { print } from './print';

interface Case {
  name: string;
  query: { text: string; filter?: unknown };
  expect: { error?: string; line?: number; column?: number; message?: string };
}

const file = new URL('../../../../../jaeger-storage-conformance/cases/text.json', import.meta.url);
const { cases } = JSON.parse(readFileSync(file, 'utf8')) as { cases: Case[] };
const good = cases.filter(({ query }) => query.filter !== undefined);
const refused = cases.filter((one) => one.expect.error !== undefined);

// Some doubles print with more digits in one language than in the other; bigints have no JSON.
const plain = (value: unknown) =>
  JSON.stringify(value, (_, part: unknown) => (typeof part === 'bigint' ? `${part}n` : part));

describe('the text form', () => {
  it('has its vectors', () => {
    expect(good.length).toBeGreaterThan(90);
    expect(refused.length).toBeGreaterThan(80);
  });

  it.each(good)('$name', ({ query }) => {
    const parsed = parse(query.text);
    expect(parsed.error).toBeUndefined();
    if (parsed.error) return;
    const filter = readFilter(JSON.stringify(query.filter));
    expect(plain(parsed.expression)).toBe(plain(filter));
    expect(plain(readFilter(writeFilter(parsed.expression)))).toBe(plain(filter));
    const text = print(parsed.expression);
    expect(text).toBeDefined();
    const again = parse(text ?? '');
    expect(again.error, text).toBeUndefined();
    if (!again.error) expect(plain(again.expression), text).toBe(plain(filter));
  });

  it.each(refused)('refuses: $name', ({ query, expect: expected }) => {
    const { error } = parse(query.text);
    expect(error && { line: error.line, column: error.column }).toEqual({ line: expected.line, column: expected.column });
    expect(error?.message.slice(0, expected.message?.length)).toBe(expected.message);
  });
});
