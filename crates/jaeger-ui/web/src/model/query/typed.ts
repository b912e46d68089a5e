// The type in which a value is compared, the same in every spelling.

import { goDuration } from './goDuration';
import type { Constant, Reference, TraceField } from './expression';

export type Typed =
  | 'attribute'
  | 'text'
  | 'number'
  | 'duration'
  | 'time'
  | 'kind'
  | 'status'
  | 'traceId'
  | 'spanId';

export const KINDS = ['unspecified', 'internal', 'server', 'client', 'producer', 'consumer'] as const;
export const STATUSES = ['unset', 'ok', 'error'] as const;

/** Every field with the type of its value. */
const FIELDS: Record<string, Typed> = {
  'span traceID': 'traceId',
  'span spanID': 'spanId',
  'span parentSpanID': 'spanId',
  'span traceState': 'text',
  'span name': 'text',
  'span kind': 'kind',
  'span startTime': 'time',
  'span endTime': 'time',
  'span duration': 'duration',
  'span status': 'status',
  'span statusMessage': 'text',
  'resource service': 'text',
  'resource schemaURL': 'text',
  'scope name': 'text',
  'scope version': 'text',
  'scope schemaURL': 'text',
  'event name': 'text',
  'event time': 'time',
  'event timeSinceStart': 'duration',
  'link traceID': 'traceId',
  'link spanID': 'spanId',
  'link traceState': 'text',
};

export function isField(level: string, name: string): boolean {
  return Object.hasOwn(FIELDS, `${level} ${name}`);
}

export function typeOf(reference: Reference): Typed {
  return reference.is === 'attribute' ? 'attribute' : FIELDS[`${reference.level} ${reference.name}`];
}

export function typeOfTrace(field: TraceField): Typed {
  switch (field) {
    case 'duration':
      return 'duration';
    case 'start':
      return 'time';
    case 'spanCount':
    case 'errorCount':
      return 'number';
    case 'traceID':
      return 'traceId';
    default:
      return 'text';
  }
}

/** An attribute may turn out to be anything. */
export function comparesWith(one: Typed, other: Typed): boolean {
  return one === other || one === 'attribute' || other === 'attribute';
}

export function isOrdered(typed: Typed): boolean {
  return !['kind', 'status', 'traceId', 'spanId'].includes(typed);
}

const INT_MIN = -(2n ** 63n);
const INT_MAX = 2n ** 63n - 1n;

/** A whole number of 64 bits. */
export function readInt(text: string): bigint | undefined {
  if (!/^[+-]?\d{1,4096}$/.test(text)) return undefined;
  const value = BigInt(text.replace(/^\+/, ''));
  return value >= INT_MIN && value <= INT_MAX ? value : undefined;
}

/** The constant that a text stands for; undefined when it is none of this type. */
export function constantOf(typed: Typed, text: string): Constant | undefined {
  switch (typed) {
    case 'attribute':
      return { type: 'untyped', value: text };
    case 'text':
      return { type: 'text', value: text };
    case 'number': {
      const value = readInt(text);
      return value === undefined ? undefined : { type: 'int', value };
    }
    case 'duration': {
      const value = goDuration(text);
      return value === undefined ? undefined : { type: 'duration', value };
    }
    case 'time':
      return Number.isNaN(Date.parse(text)) ? undefined : { type: 'time', value: text };
    case 'kind':
      return KINDS.some((kind) => kind === text) ? { type: 'kind', value: text } : undefined;
    case 'status':
      return STATUSES.some((status) => status === text) ? { type: 'status', value: text } : undefined;
    case 'traceId':
      return /^[0-9a-f]{1,32}$/i.test(text) ? { type: 'traceId', value: hex(text, 32) } : undefined;
    case 'spanId':
      return /^[0-9a-f]{1,16}$/i.test(text) ? { type: 'spanId', value: hex(text, 16) } : undefined;
  }
}

function hex(text: string, digits: number): string {
  return text.toLowerCase().padStart(digits, '0');
}

/** What is expected of a value of this type, in text. */
export function expectedInText(typed: Typed): string {
  switch (typed) {
    case 'attribute':
      return 'text in quotes, a number, true or false';
    case 'text':
      return 'text in quotes';
    case 'number':
      return 'a whole number';
    case 'duration':
      return 'a duration with a unit';
    case 'time':
      return 'a time in RFC 3339';
    case 'kind':
      return `one of ${KINDS.join(', ')}`;
    case 'status':
      return `one of ${STATUSES.join(', ')}`;
    case 'traceId':
      return 'a trace id of up to 32 hexadecimal digits in quotes';
    case 'spanId':
      return 'a span id of up to 16 hexadecimal digits in quotes';
  }
}
