// Settings as a file, to take them to another browser. What a file says is read as a whole before any of it holds.

import { clip, count } from '../model/format';
import { isObject } from '../model/value';
import { config } from './config';
import { isPins, MOST_PINS, usePins } from './pins';
import { useSearches } from './searches';
import type { KeptSearch } from './searches';
import { useSettings } from './settings';
import type { Theme } from './settings';
import type { StartTimes } from './startTimes';
import { isZone } from './zones';

export const MOST_BYTES = 1_000_000;
const VERSION = 1;
const MOST_SEARCHES = 1000;
const LONGEST_NAME = 200;
const LONGEST_HREF = 10_000;

/** What one member of a file does. */
export interface Change {
  label: string;
  text: string;
  apply(): void;
}

export interface Reading {
  changes: Change[];
  /** Members that mean nothing here. */
  unknown: string[];
}

/** A file that cannot be read; the message is for whoever chose it. */
export class SettingsError extends Error {}

interface Member {
  name: string;
  get(): unknown;
  /** Undefined when it is not what it must be. */
  read(value: unknown): Change | undefined;
  must: string;
}

interface Storable<T> {
  name: string;
  label: string;
  is(value: unknown): value is T;
  /** What it is when `is` holds, for those who write files by hand. */
  must: string;
  get(): T;
  set(value: T): void;
  show(value: T): string;
}

function member<T>({ name, label, is, must, get, set, show }: Storable<T>): Member {
  const read = (value: unknown) => (is(value) ? { label, text: show(value), apply: () => set(value) } : undefined);
  return { name, get, read, must };
}

const one = (...words: string[]) => ({ words, must: words.map((word) => `"${word}"`).join(' or ') });
const THEME = one('system', 'light', 'dark');
const START_TIMES = one('absolute', 'relative');

/** All that can be stored, in the order of the file. */
const MEMBERS: readonly Member[] = [
  member<Theme>({
    name: 'theme',
    label: 'Theme',
    is: (value): value is Theme => THEME.words.includes(value as string),
    must: THEME.must,
    get: () => useSettings.getState().theme,
    set: (theme) => useSettings.getState().setTheme(theme),
    show: (theme) => ({ system: 'as the system', light: 'light', dark: 'dark' })[theme],
  }),
  member<string>({
    name: 'zone',
    label: 'Time zone',
    is: (value): value is string => typeof value === 'string' && (value === 'local' || isZone(value)),
    must: 'a time zone that this browser knows, or "local"',
    get: () => useSettings.getState().zone,
    set: (zone) => useSettings.getState().setZone(zone),
    show: (zone) => (zone === 'local' ? 'local time' : zone),
  }),
  member<StartTimes>({
    name: 'startTimes',
    label: 'Start times in results',
    is: (value): value is StartTimes => START_TIMES.words.includes(value as string),
    must: START_TIMES.must,
    get: () => useSettings.getState().startTimes,
    set: (startTimes) => useSettings.getState().setStartTimes(startTimes),
    show: (startTimes) => (startTimes === 'relative' ? 'how long ago' : 'by the clock'),
  }),
  member<boolean>({
    name: 'keys',
    label: 'Keys without Ctrl',
    is: (value) => typeof value === 'boolean',
    must: 'true or false',
    get: () => useSettings.getState().keys,
    set: (keys) => useSettings.getState().setKeys(keys),
    show: (keys) => (keys ? 'on' : 'off'),
  }),
  member<readonly string[]>({
    name: 'pins',
    label: 'Pinned attributes',
    is: isPins,
    must: `a list of at most ${MOST_PINS} keys of attributes`,
    get: () => usePins.getState().keys,
    set: (keys) => usePins.getState().setKeys(keys),
    show: (keys) => `${count(keys.length)}, in place of your ${count(usePins.getState().keys.length)}`,
  }),
  member<readonly KeptSearch[]>({
    name: 'savedSearches',
    label: 'Saved searches',
    is: areSearches,
    must: 'a list of searches, each with a name of its own and a link that begins with /search',
    get: () => useSearches.getState().saved,
    set: (searches) => useSearches.getState().save(...searches.map(({ name, href }) => ({ name, href }))),
    show: (searches) => `${count(searches.length)} beside yours${replacing(searches)}`,
  }),
];

function areSearches(value: unknown): value is KeptSearch[] {
  if (!Array.isArray(value) || value.length > MOST_SEARCHES) return false;
  const names = new Set<unknown>();
  return value.every((entry: unknown) => {
    if (!isObject(entry)) return false;
    const { name, href } = entry;
    if (typeof name !== 'string' || name.trim() === '' || name.length > LONGEST_NAME || names.has(name)) return false;
    names.add(name);
    return typeof href === 'string' && href.length <= LONGEST_HREF && /^\/search(\?|$)/.test(href);
  });
}

function replacing(searches: readonly KeptSearch[]): string {
  const mine = new Set(useSearches.getState().saved.map(({ name }) => name));
  const same = searches.filter(({ name }) => mine.has(name)).length;
  return same === 0 ? '' : `; ${count(same)} of the same name ${same === 1 ? 'is' : 'are'} replaced`;
}

/** Where the operator allows no choice of theme, a file makes none. */
const members = () => MEMBERS.filter(({ name }) => name !== 'theme' || config().themes.enabled);

/** All settings of this browser. */
export function writeSettings(): string {
  const values = members().map(({ name, get }) => [name, get()] as const);
  return `${JSON.stringify({ jaegerUiSettings: VERSION, ...Object.fromEntries(values) }, undefined, 2)}\n`;
}

/** What the text of a file would change. It throws unless every member that is known is right. */
export function readSettings(text: string): Reading {
  const { jaegerUiSettings: version, ...values } = parse(text);
  if (version === undefined) throw new SettingsError('This is not a file of settings: "jaegerUiSettings" is missing.');
  if (version !== VERSION) throw new SettingsError(`This file is of a version that is not known here: ${shown(version)}.`);
  const changes: Change[] = [];
  const unknown: string[] = [];
  const wrong: string[] = [];
  const known = new Map(members().map((one) => [one.name, one]));
  for (const [name, value] of Object.entries(values)) {
    const found = known.get(name);
    const change = found?.read(value);
    if (change) changes.push(change);
    else if (found) wrong.push(`"${name}" must be ${found.must}.`);
    else unknown.push(clip(name, 60));
  }
  if (wrong.length > 0) throw new SettingsError(wrong.join(' '));
  if (changes.length === 0) throw new SettingsError('There are no settings in this file.');
  return { changes, unknown };
}

function parse(text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new SettingsError('This is not a file of settings: it is not JSON.');
  }
  if (!isObject(value)) throw new SettingsError('This is not a file of settings: it is not a JSON object.');
  return value;
}

const shown = (value: unknown) => clip(JSON.stringify(value) ?? '', 40);
