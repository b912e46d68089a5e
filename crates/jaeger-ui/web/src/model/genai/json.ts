// Values that may be JSON in a text: senders whose attributes cannot hold lists write them so.

import type { Value } from '../span';
import { isObject, valueText } from '../value';

export type Json = { [key: string]: Value };

/** Longer ones stay texts: to parse them takes longer than a reader waits. */
const MOST_PARSED = 2_000_000;

/** What a text holds when it is a JSON object or list; everything else as it is. */
export function unpacked(value: Value): Value {
  if (typeof value !== 'string' || value.length > MOST_PARSED || !/^\s*[[{]/.test(value)) return value;
  try {
    return JSON.parse(value) as Value;
  } catch {
    return value;
  }
}

export function isJson(value: Value | undefined): value is Json {
  return isObject(value) && !(value instanceof Uint8Array);
}

/** A value as text, lists and maps as JSON. */
export function textOf(value: Value | undefined): string {
  if (value === undefined) return '';
  try {
    return valueText(value);
  } catch {
    // Nested deeper than can be written.
    return '…';
  }
}

/** JSON over several lines; any other text as it is. */
export function pretty(value: Value): string {
  const json = unpacked(value);
  if (typeof json !== 'object' || json === null || json instanceof Uint8Array) return textOf(json);
  try {
    return JSON.stringify(json, (_, part: unknown) => (typeof part === 'bigint' ? part.toString() : part), 2);
  } catch {
    return textOf(value);
  }
}
