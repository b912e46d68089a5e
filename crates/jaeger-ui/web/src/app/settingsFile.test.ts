// @vitest-environment jsdom
import { beforeEach, describe, expect, test, vi } from 'vitest';

import { config } from './config';
import { usePins } from './pins';
import { useSearches } from './searches';
import { useSettings } from './settings';
import { readSettings, writeSettings } from './settingsFile';

vi.mock('./config', () => ({ config: vi.fn() }));

const BEFORE = { theme: 'light', zone: 'UTC', keys: true, startTimes: 'absolute' } as const;
const kept = (name: string) => ({ name, href: `/search?service=${name}` });
const file = (members: object) => JSON.stringify({ jaegerUiSettings: 1, ...members });
const apply = (text: string) => readSettings(text).changes.forEach((change) => change.apply());

beforeEach(() => {
  vi.mocked(config).mockReturnValue({ themes: { enabled: true } } as never);
  useSettings.setState(BEFORE);
  useSearches.setState({ saved: [kept('mine'), kept('both')] });
  usePins.setState({ keys: ['tenant'] });
});

describe('a file of settings', () => {
  test('holds all of them and gives them back', () => {
    const text = writeSettings();
    expect(JSON.parse(text)).toEqual({
      jaegerUiSettings: 1, ...BEFORE, pins: ['tenant'], savedSearches: [kept('mine'), kept('both')],
    });
    useSettings.setState({ theme: 'dark', zone: 'local', keys: false, startTimes: 'relative' });
    usePins.setState({ keys: [] });
    useSearches.setState({ saved: [] });
    apply(text);
    expect(useSettings.getState()).toMatchObject(BEFORE);
    expect(usePins.getState().keys).toEqual(['tenant']);
    expect(useSearches.getState().saved).toHaveLength(2);
    expect(document.documentElement.dataset.theme).toBe('light');
  });

  test('says what it changes before it does', () => {
    const { changes, unknown } = readSettings(file({ zone: 'Asia/Tokyo', savedSearches: [kept('both'), kept('new')], fontSize: 12 }));
    expect(changes.map(({ label, text }) => [label, text])).toEqual([
      ['Time zone', 'Asia/Tokyo'],
      ['Saved searches', '2 beside yours; 1 of the same name is replaced'],
    ]);
    expect(unknown).toEqual(['fontSize']);
    expect(useSettings.getState().zone).toBe('UTC');
  });

  test('adds searches to those of this browser, without what else stands beside a search', () => {
    apply(file({ savedSearches: [{ ...kept('both'), href: '/search?q=x', owner: 'them' }, kept('new')] }));
    expect(useSearches.getState().saved).toEqual([kept('mine'), { name: 'both', href: '/search?q=x' }, kept('new')]);
  });

  test('has no say in the theme where nobody chooses it', () => {
    vi.mocked(config).mockReturnValue({ themes: { enabled: false } } as never);
    expect(writeSettings()).not.toContain('theme');
    expect(readSettings(file({ theme: 'dark', keys: false })).unknown).toEqual(['theme']);
  });
});

const long = (n: number) => 'x'.repeat(n);

describe('nothing of a file holds when', () => {
  test.each([
    ['it is not JSON', '{', /not JSON/],
    ['it is a list', '[]', /not a JSON object/],
    ['it is another file', '{"theme":"dark"}', /jaegerUiSettings/],
    ['it is of a later version', '{"jaegerUiSettings":2,"theme":"dark"}', /version that is not known here: 2/],
    ['it says nothing', file({}), /no settings/],
    ['it says nothing that is known', file({ fontSize: 12 }), /no settings/],
    ['it means to reach into objects', '{"jaegerUiSettings":1,"__proto__":{"theme":"dark"},"constructor":{}}', /no settings/],
  ])('%s', (_, text, message) => expect(() => readSettings(text)).toThrow(message));

  test.each<[string, unknown]>([
    ['theme', 'blue'],
    ['theme', ['dark']],
    ['zone', 'Mars/Olympus'],
    ['zone', ''],
    ['zone', null],
    ['startTimes', true],
    ['keys', 'off'],
    ['pins', [7]],
    ['pins', [long(300)]],
    ['pins', Array.from({ length: 100 }, (_, n) => `key${n}`)],
    ['savedSearches', {}],
    ['savedSearches', [kept('a'), kept('a')]],
    ['savedSearches', [{ name: ' ', href: '/search?q=x' }]],
    ['savedSearches', [{ name: long(201), href: '/search?q=x' }]],
    ['savedSearches', [{ name: 'a', href: 'javascript:alert(1)' }]],
    ['savedSearches', [{ name: 'a', href: '//example.com/search?q=x' }]],
    ['savedSearches', [{ name: 'a', href: '/searches?q=x' }]],
    ['savedSearches', [{ name: 'a', href: `/search?q=${long(10_000)}` }]],
    ['savedSearches', [null]],
    ['savedSearches', Array.from({ length: 1001 }, (_, n) => kept(`${n}`))],
  ])('%s is %j', (name, value) => {
    expect(() => readSettings(file({ keys: false, [name]: value }))).toThrow(`"${name}" must be`);
    expect(useSettings.getState()).toMatchObject(BEFORE);
  });

  test('several members are wrong, all of which are named', () => {
    expect(() => readSettings(file({ theme: 1, keys: 1, zone: 'UTC' }))).toThrow(/"theme" must.*"keys" must/);
  });
});
