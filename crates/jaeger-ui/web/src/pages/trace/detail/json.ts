// Values as JSON, in both directions.

import type { Attributes, Value } from '../../../model/span';
import { base64 } from '../../../model/value';

/** Longer texts are shown as texts: to parse them takes longer than a reader waits. */
const MOST_PARSED = 200_000;

/** What a text is when it is JSON: an object or a list. */
export function parseJson(text: string): Value[] | { [key: string]: Value } | undefined {
  const trimmed = text.trim();
  if (!/^[[{]/.test(trimmed) || trimmed.length > MOST_PARSED) return undefined;
  try {
    const value: unknown = JSON.parse(trimmed, exact);
    return typeof value === 'object' && value !== null ? (value as Value[] | { [key: string]: Value }) : undefined;
  } catch {
    return undefined;
  }
}

/** An integer of which a number would lose digits, where the browser tells how it is written. */
function exact(_key: string, value: unknown, context?: { source?: string }): unknown {
  const isInexact = typeof value === 'number' && !Number.isSafeInteger(value);
  return isInexact && /^-?\d+$/.test(context?.source ?? '') ? BigInt(context?.source ?? '') : value;
}

/** Attributes as one object; of a key that repeats all values, in a list. */
export function attributesJson(attributes: Attributes): string {
  const object = new Map<string, unknown>();
  for (const { key, value } of attributes) {
    const before = object.get(key);
    if (!object.has(key)) object.set(key, value);
    else object.set(key, Array.isArray(before) ? [...before, value] : [before, value]);
  }
  return JSON.stringify(Object.fromEntries(object), plain, 2);
}

export function plain(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString();
  return value instanceof Uint8Array ? base64(value) : value;
}
