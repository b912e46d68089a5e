import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { storedStartTimes, storeStartTimes } from './startTimes';

const KEY = 'jaeger.search-results.mode';
const stored = new Map<string, string>();

beforeEach(() => {
  stored.clear();
  vi.stubGlobal('window', {
    localStorage: { getItem: (key: string) => stored.get(key) ?? null, setItem: (key: string, value: string) => stored.set(key, value) },
  });
});
afterEach(() => vi.unstubAllGlobals());

test('what Jaeger UI was told holds here', () => {
  expect(storedStartTimes()).toBe('absolute');
  stored.set(KEY, '{"state":{"viewMode":"list","sortBy":"MOST_RECENT","startTimeDisplay":"relative"},"version":2}');
  expect(storedStartTimes()).toBe('relative');
});

test('what else it keeps there stays', () => {
  stored.set(KEY, '{"state":{"viewMode":"list","startTimeDisplay":"relative"},"version":2}');
  storeStartTimes('absolute');
  expect(JSON.parse(stored.get(KEY) ?? '')).toEqual({ state: { viewMode: 'list', startTimeDisplay: 'absolute' }, version: 2 });
});

test('what it never kept is in its form', () => {
  storeStartTimes('absolute');
  expect(stored.size).toBe(0);
  storeStartTimes('relative');
  expect(JSON.parse(stored.get(KEY) ?? '')).toEqual({ state: { startTimeDisplay: 'relative' }, version: 0 });
  expect(storedStartTimes()).toBe('relative');
});

test.each(['', 'null', '[]', '{"state":[]}', '{"state":{"startTimeDisplay":7}}', '{'])('%s says nothing', (text) => {
  stored.set(KEY, text);
  expect(storedStartTimes()).toBe('absolute');
  storeStartTimes('relative');
  expect(storedStartTimes()).toBe('relative');
});
