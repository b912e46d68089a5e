// @vitest-environment jsdom

import { beforeEach, expect, test, vi } from 'vitest';

import { canPin, isPins, MOST_PINS, toggledPin } from './pins';

const many = Array.from({ length: MOST_PINS }, (_, at) => `key.${at}`);

beforeEach(() => {
  localStorage.clear();
  vi.resetModules();
});

const opened = async () => (await import('./pins')).usePins;

test('a key is pinned at the end, and unpinned', () => {
  expect(toggledPin([], 'tenant')).toEqual(['tenant']);
  expect(toggledPin(['tenant'], 'http.route')).toEqual(['tenant', 'http.route']);
  expect(toggledPin(['tenant', 'http.route'], 'tenant')).toEqual(['http.route']);
});

test('there is room for so many, and what is pinned can go at any time', () => {
  expect(toggledPin(many, 'one more')).toBeUndefined();
  expect(toggledPin(many, many[3])).toHaveLength(MOST_PINS - 1);
});

test.each([['', false], ['  ', false], ['__proto__', true], ['k'.repeat(200), true], ['k'.repeat(201), false]])('%j', (key, can) => {
  expect(canPin(key)).toBe(can);
});

test.each([[[], true], [['a'], true], [[1], false], ['a', false], [null, false], [[...many, 'x'], false], [[''], false]])(
  '%j is what is kept: %s',
  (value, is) => expect(isPins(value)).toBe(is),
);

test('they are kept, each once, and nothing is kept of none', async () => {
  (await opened()).getState().setKeys(['a', 'b', 'a']);
  vi.resetModules();
  const pins = await opened();
  expect(pins.getState().keys).toEqual(['a', 'b']);
  pins.getState().setKeys([]);
  expect(localStorage).toHaveLength(0);
});

test.each(['{', '{"a":1}', '[1]', 'null'])('%j in the storage is passed over', async (text) => {
  localStorage.setItem('jaeger-ui-pins', text);
  expect((await opened()).getState().keys).toEqual([]);
});
