import { expect, test } from 'vitest';

import { mergeConfig } from './config';
import { defaultConfig } from './configTypes';

test.each([undefined, null, {}, 'text', 5])('%j is the default', (given) => {
  expect(mergeConfig(given)).toEqual(defaultConfig);
});

test('groups are merged, lists and values are replaced', () => {
  const merged = mergeConfig({
    search: { maxLimit: 100 },
    menu: [{ label: 'Wiki', url: 'https://wiki.example/' }],
    archiveEnabled: false,
    somethingElse: 1,
  });
  expect(merged.search).toEqual({ ...defaultConfig.search, maxLimit: 100 });
  expect(merged.menu).toEqual([{ label: 'Wiki', url: 'https://wiki.example/' }]);
  expect(merged.archiveEnabled).toBe(false);
});

test('values of the wrong kind are passed over', () => {
  const merged = mergeConfig({ menu: 'none', search: null, archiveEnabled: 'no', linkPatterns: {} });
  expect(merged).toEqual(defaultConfig);
});

test('an old name is understood', () => {
  expect(mergeConfig({ dependenciesMenuEnabled: false }).dependencies.menuEnabled).toBe(false);
});

test('functions and expressions of a configuration in JavaScript stay', () => {
  const pattern = { type: 'tags', key: /x/, value: () => true, url: 'https://x/', text: 'x' };
  expect(mergeConfig({ linkPatterns: [pattern] }).linkPatterns[0]).toBe(pattern);
});
