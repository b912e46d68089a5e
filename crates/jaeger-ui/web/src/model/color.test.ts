import { expect, test } from 'vitest';

import { hash, mark } from './color';

test('the hash is FNV-1a of the UTF-8 text', () => {
  expect(hash('')).toBe(0x811c9dc5);
  expect(hash('a')).toBe(0xe40c292c);
  expect(hash('foobar')).toBe(0xbf9cf968);
  expect(hash('é')).toBe(hash('\u00e9'));
});

test('a mark depends on the name alone', () => {
  expect(mark('payment-service')).toEqual(mark('payment-service'));
});

test('all thirty marks are used, none much more than others', () => {
  const seen = new Map<string, number>();
  for (let n = 0; n < 3000; n++) {
    const { hue, fill } = mark(`service-${n}`);
    expect(hue).toBeGreaterThanOrEqual(0);
    expect(hue).toBeLessThan(10);
    const key = `${hue} ${fill}`;
    seen.set(key, (seen.get(key) ?? 0) + 1);
  }
  expect(seen.size).toBe(30);
  expect(Math.max(...seen.values())).toBeLessThan(200);
});
