// Attribute values: from OTLP JSON, and as text.

import type { Attributes, Value } from './span';

/** Deeper values are cut: nobody nests attributes so far, but a hostile document does. */
const MAX_DEPTH = 32;

type Json = { [key: string]: unknown };

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function asArray(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

export function asText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** An integer of up to 64 bits, which JSON carries as text or as a number. */
export function asBigInt(value: unknown): bigint {
  if (typeof value === 'string' && /^-?\d{1,20}$/.test(value)) return BigInt(value);
  if (typeof value === 'number' && Number.isFinite(value)) return BigInt(Math.trunc(value));
  return 0n;
}

const LAST_TIME = 2n ** 64n - 1n;

/** A time in ns since 1970, in the 64 bits without a sign that OTLP has for it. */
export function asTime(value: unknown, nanosPerUnit = 1n): bigint {
  const time = asBigInt(value) * nanosPerUnit;
  return time < 0n ? 0n : time > LAST_TIME ? LAST_TIME : time;
}

/** A value of OTLP JSON: an object with one member that names the type. */
export function readValue(source: unknown, depth = 0): Value {
  if (!isObject(source)) return null;
  if (typeof source.stringValue === 'string') return source.stringValue;
  if (typeof source.boolValue === 'boolean') return source.boolValue;
  if (source.intValue !== undefined) return narrow(asBigInt(source.intValue));
  if (source.doubleValue !== undefined) return readDouble(source.doubleValue);
  if (typeof source.bytesValue === 'string') return readBytes(source.bytesValue);
  if (depth >= MAX_DEPTH) return source.arrayValue || source.kvlistValue ? '…' : null;
  if (isObject(source.arrayValue)) {
    return asArray(source.arrayValue.values).map((item) => readValue(item, depth + 1));
  }
  if (isObject(source.kvlistValue)) {
    const entries = asArray(source.kvlistValue.values).filter(isObject);
    return Object.fromEntries(entries.map((entry) => [asText(entry.key), readValue(entry.value, depth + 1)]));
  }
  return null;
}

/** Attributes of OTLP JSON. */
export function readAttributes(source: unknown): Attributes {
  const attributes: Attributes = [];
  for (const entry of asArray(source)) {
    if (isObject(entry)) attributes.push({ key: asText(entry.key), value: readValue(entry.value) });
  }
  return attributes;
}

/** A number where a double holds the integer exactly. */
export function narrow(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

function readDouble(source: unknown): number {
  // Protobuf's JSON writes what JSON has no number for as text.
  if (source === 'Infinity') return Number.POSITIVE_INFINITY;
  if (source === '-Infinity') return Number.NEGATIVE_INFINITY;
  return typeof source === 'number' ? source : Number(asText(source) || Number.NaN);
}

/** The bytes of base64 text, plain or for URLs; the text itself where it is neither. */
export function readBytes(text: string): Value {
  try {
    const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
    return Uint8Array.from(binary, (char) => char.charCodeAt(0));
  } catch {
    return text;
  }
}

export function base64(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}

/** A value as one line of text: lists and maps as JSON, bytes as base64. */
export function valueText(value: Value): string {
  if (typeof value === 'string') return value;
  if (value === null) return '';
  if (value instanceof Uint8Array) return base64(value);
  if (typeof value === 'object') return JSON.stringify(value, plain);
  return String(value);
}

function plain(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return String(value);
  return value instanceof Uint8Array ? base64(value) : value;
}

/** The text of the first attribute of one of these keys, the keys in order of preference. */
export function attributeText(attributes: Attributes, ...keys: string[]): string {
  for (const key of keys) {
    const found = attributes.find((attribute) => attribute.key === key);
    if (found !== undefined) return valueText(found.value);
  }
  return '';
}
