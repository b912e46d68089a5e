// What two spans, or their resources, say differently.

import type { Attributes } from './span';
import { valueText } from './value';

export interface AttributeDifference {
  key: string;
  change: 'same' | 'changed' | 'added' | 'removed';
  /** As text; absent where there is no such key. Values of a repeated key stand one after another. */
  a?: string;
  b?: string;
}

/** All keys of both, by name. */
export function diffAttributes(a: Attributes, b: Attributes): AttributeDifference[] {
  const ofA = texts(a);
  const ofB = texts(b);
  const keys = Array.from(new Set([...ofA.keys(), ...ofB.keys()])).sort();
  return keys.map((key) => {
    const [before, after] = [ofA.get(key), ofB.get(key)];
    if (before === undefined) return { key, change: 'added', b: after };
    if (after === undefined) return { key, change: 'removed', a: before };
    return { key, change: before === after ? 'same' : 'changed', a: before, b: after };
  });
}

function texts(attributes: Attributes): Map<string, string> {
  const found = new Map<string, string>();
  for (const { key, value } of attributes) {
    const before = found.get(key);
    found.set(key, before === undefined ? valueText(value) : `${before}, ${valueText(value)}`);
  }
  return found;
}
