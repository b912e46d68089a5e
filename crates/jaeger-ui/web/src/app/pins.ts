// Attribute keys that a reader wants to see first in every span, and to search by; in this browser only.

import { create } from 'zustand';

import { readStoredJson, writeStored } from './storage';

const PINS_KEY = 'jaeger-ui-pins';
/** More would be a list to search through, like the one they stand above. */
export const MOST_PINS = 20;
const LONGEST_KEY = 200;

interface Pins {
  /** In the order in which they were pinned. */
  keys: readonly string[];
  setKeys(keys: readonly string[]): void;
}

/** Keys of data may be of any length; those are not kept. */
export function canPin(key: string): boolean {
  return key.trim() !== '' && key.length <= LONGEST_KEY;
}

export function isPins(value: unknown): value is string[] {
  return Array.isArray(value) && value.length <= MOST_PINS && value.every((key) => typeof key === 'string' && canPin(key));
}

/** The key at the end, or without it where it is pinned already; undefined when there is no room for more. */
export function toggledPin(keys: readonly string[], key: string): readonly string[] | undefined {
  const others = keys.filter((other) => other !== key);
  if (others.length < keys.length) return others;
  return keys.length < MOST_PINS && canPin(key) ? [...keys, key] : undefined;
}

export const usePins = create<Pins>((set) => ({
  keys: [...new Set(readStoredJson(PINS_KEY, isPins))],
  setKeys(given) {
    const keys = [...new Set(given)];
    writeStored(PINS_KEY, keys.length > 0 ? JSON.stringify(keys) : undefined);
    set({ keys });
  },
}));
