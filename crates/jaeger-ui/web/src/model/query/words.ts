// The words of the text form, and what each of them stands for.

import type { Constant, Level, Reference, TraceField } from './expression';
import { KINDS, STATUSES } from './typed';

export type Subject = { of: 'span'; reference: Reference } | { of: 'trace'; field: TraceField };

export type Value = Constant | { type: 'nil' };

/** The first spelling of a field is the one that is written; `service` and `operation` are for the hand. */
const SPAN_FIELDS: readonly [word: string, level: Level, name: string][] = [
  ['span:name', 'span', 'name'],
  ['span:duration', 'span', 'duration'],
  ['span:status', 'span', 'status'],
  ['span:statusMessage', 'span', 'statusMessage'],
  ['span:kind', 'span', 'kind'],
  ['span:id', 'span', 'spanID'],
  ['span:parentID', 'span', 'parentSpanID'],
  ['event:name', 'event', 'name'],
  ['event:timeSinceStart', 'event', 'timeSinceStart'],
  ['link:traceID', 'link', 'traceID'],
  ['link:spanID', 'link', 'spanID'],
  ['instrumentation:name', 'scope', 'name'],
  ['instrumentation:version', 'scope', 'version'],
  ['service', 'resource', 'service'],
  ['operation', 'span', 'name'],
  ['name', 'span', 'name'],
  ['duration', 'span', 'duration'],
  ['status', 'span', 'status'],
  ['statusMessage', 'span', 'statusMessage'],
  ['kind', 'span', 'kind'],
];

const TRACE_WORDS: readonly [word: string, field: TraceField][] = [
  ['trace:duration', 'duration'],
  ['trace:errors', 'errorCount'],
  ['trace:spans', 'spanCount'],
  ['trace:services', 'service'],
  ['trace:rootService', 'rootService'],
  ['trace:rootName', 'rootName'],
  ['trace:id', 'traceID'],
  ['traceDuration', 'duration'],
  ['rootName', 'rootName'],
  ['rootServiceName', 'rootService'],
];

/** Words of TraceQL that are not served. */
const REFUSED = new Set([
  'childCount', 'span:childCount', 'nestedSetLeft', 'nestedSetRight', 'nestedSetParent', 'span:nestedSetLeft',
  'span:nestedSetRight', 'span:nestedSetParent', 'parent',
]);

export const isRefused = (word: string): boolean => REFUSED.has(word);

const SCOPES: Record<string, Level | undefined> = {
  span: 'span',
  resource: 'resource',
  event: 'event',
  link: 'link',
  instrumentation: 'scope',
};

export function fieldOf(word: string): Subject | undefined {
  const ofSpan = SPAN_FIELDS.find(([name]) => name === word);
  if (ofSpan) return { of: 'span', reference: { is: 'field', level: ofSpan[1], name: ofSpan[2] } };
  const ofTrace = TRACE_WORDS.find(([name]) => name === word);
  return ofTrace && { of: 'trace', field: ofTrace[1] };
}

/** The attribute of a scope, or undefined when there is no such scope. */
export function attributeOf(scope: string, key: string): Reference | undefined {
  if (scope !== '' && !Object.hasOwn(SCOPES, scope)) return undefined;
  const level = scope === '' ? undefined : SCOPES[scope];
  // The service is a field of its own.
  if (level === 'resource' && key === 'service.name') return { is: 'field', level: 'resource', name: 'service' };
  return level === undefined ? { is: 'attribute', key } : { is: 'attribute', key, level };
}

export function valueOf(word: string): Value | undefined {
  switch (word) {
    case 'nil':
      return { type: 'nil' };
    case 'true':
    case 'false':
      return { type: 'bool', value: word === 'true' };
    case 'minInt':
      return { type: 'int', value: -(2n ** 63n) };
    case 'maxInt':
      return { type: 'int', value: 2n ** 63n - 1n };
  }
  if (STATUSES.some((status) => status === word)) return { type: 'status', value: word };
  return KINDS.some((kind) => kind === word) ? { type: 'kind', value: word } : undefined;
}

const PLAIN_KEY = /^[^\s{}()=~!<>&|^,"\\]+$/;

/** How a reference is written; undefined when text has no word for it. */
export function wordOf(reference: Reference): string | undefined {
  if (reference.is === 'field') {
    return SPAN_FIELDS.find(([, level, name]) => level === reference.level && name === reference.name)?.[0];
  }
  const key = PLAIN_KEY.test(reference.key) && !/^\d/.test(reference.key) ? reference.key : quote(reference.key);
  const scope = reference.level === 'scope' ? 'instrumentation' : (reference.level ?? '');
  return `${scope}.${key}`;
}

export function traceWordOf(field: TraceField): string | undefined {
  return TRACE_WORDS.find(([, name]) => name === field)?.[0];
}

const ESCAPES: Record<string, string> = { '"': '\\"', '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

export function quote(text: string): string {
  return `"${text.replace(/["\\\n\r\t]/g, (letter) => ESCAPES[letter])}"`;
}

/** What can begin a condition, with a word of explanation, the most wanted first. */
export const SUBJECTS: readonly { word: string; detail: string }[] = [
  { word: 'service', detail: 'service of the span' },
  { word: 'span:name', detail: 'name of the span' },
  { word: 'span:status', detail: 'ok, error, unset' },
  { word: 'span:duration', detail: 'how long the span lasts' },
  { word: 'trace:duration', detail: 'how long the trace lasts' },
  { word: 'trace:errors', detail: 'failed spans of the trace' },
  { word: 'trace:spans', detail: 'spans of the trace' },
  { word: 'trace:services', detail: 'has a span of the service' },
  { word: 'trace:rootService', detail: 'service of the root' },
  { word: 'trace:rootName', detail: 'name of the root' },
  { word: 'span:kind', detail: 'server, client, …' },
  { word: 'span:statusMessage', detail: 'why the span failed' },
  { word: 'event:name', detail: 'name of an event' },
  { word: 'event:timeSinceStart', detail: 'from the start of the span' },
  { word: 'link:traceID', detail: 'linked trace' },
  { word: 'link:spanID', detail: 'linked span' },
  { word: 'instrumentation:name', detail: 'library that made the span' },
  { word: 'instrumentation:version', detail: 'its version' },
  { word: 'span:id', detail: 'id of the span' },
  { word: 'span:parentID', detail: 'id of the parent' },
  { word: 'trace:id', detail: 'id of the trace' },
];

/** What a key may stand behind. */
export const SCOPE_WORDS: readonly { word: string; detail: string }[] = [
  { word: '.', detail: 'attribute at any level' },
  { word: 'span.', detail: 'attribute of the span' },
  { word: 'resource.', detail: 'attribute of its resource' },
  { word: 'event.', detail: 'attribute of an event' },
  { word: 'link.', detail: 'attribute of a link' },
  { word: 'instrumentation.', detail: 'attribute of the library' },
];
