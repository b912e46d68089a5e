import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { config } from '../../app/config';
import { adjustsEnd, searchEnd, setAdjustsEnd } from './searchEnd';

vi.mock('../../app/config', () => ({ config: vi.fn() }));

const NOW = 1_700_000_000_000;
const configured = (adjustEndTime?: string) => vi.mocked(config).mockReturnValue({ search: { adjustEndTime } } as never);

beforeEach(() => {
  vi.useFakeTimers({ now: NOW });
  const stored = new Map<string, string>();
  vi.stubGlobal('window', {
    localStorage: { getItem: (key: string) => stored.get(key) ?? null, setItem: (key: string, value: string) => stored.set(key, value) },
  });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test.each([
  [undefined, 0],
  ['1m', 60_000_000],
  ['30s', 30_000_000],
  ['soon', 0],
])('the end of a search with %s in the configuration', (text, micros) => {
  configured(text);
  expect(searchEnd()).toBe(NOW * 1000 - micros);
});

test('it can be turned off, and on again', () => {
  configured('1m');
  setAdjustsEnd(false);
  expect(adjustsEnd()).toBe(false);
  expect(searchEnd()).toBe(NOW * 1000);
  setAdjustsEnd(true);
  expect(searchEnd()).toBe(NOW * 1000 - 60_000_000);
});
