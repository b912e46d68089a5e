// Links built from data: link patterns of the UI configuration, and addresses found in attributes.

import { compileTemplate } from './linkTemplate';
import type { Template } from './linkTemplate';
import type { Attributes, SpanDetail, Value } from './span';

/** A text to equal, a list of them, an expression, or a function of a configuration written in JavaScript. */
export type Matcher = string | readonly string[] | RegExp | ((text: string) => boolean);

/** `process`, `tags` and `logs` are Jaeger's words for resource, attributes and events. */
export type LinkType =
  | 'process'
  | 'resource'
  | 'tags'
  | 'attributes'
  | 'logs'
  | 'events'
  | 'traces'
  /** Applies to each span as a whole, for its logs, metrics or profiles. */
  | 'spans';

export interface LinkPattern {
  type: LinkType;
  key?: Matcher;
  value?: Matcher;
  url: string;
  text: string;
}

export interface DataLink {
  href: string;
  text: string;
}

export interface TraceFacts {
  traceId: string;
  /** Root service and span name. */
  name: string;
  startUnixNano: bigint;
  durationNano: number;
}

/** Where a pattern may look for the values that it names, nearest first. */
export interface LinkScope {
  /** Attributes beside the one that is linked: of the same event or resource. */
  beside?: Attributes;
  /** The span, then its ancestors as far as they are known. */
  spans?: readonly SpanDetail[];
  trace?: TraceFacts;
}

interface Rule {
  type: LinkType;
  key?: (text: string) => boolean;
  value?: (text: string) => boolean;
  url: Template;
  text: Template;
}

export interface Links {
  /** Links of one attribute. */
  ofAttribute(type: LinkType, key: string, value: Value, scope: LinkScope): DataLink[];
  /** Links of the trace (`traces`) or of its first span (`spans`). */
  of(type: 'traces' | 'spans', scope: LinkScope): DataLink[];
}

const CANONICAL: Partial<Record<LinkType, LinkType>> = { process: 'resource', tags: 'attributes', logs: 'events' };
const canonical = (type: LinkType): LinkType => CANONICAL[type] ?? type;

/** Reads the patterns once. One that is not usable is left out. */
export function compileLinks(patterns: readonly LinkPattern[]): Links {
  const rules: Rule[] = [];
  for (const pattern of patterns) {
    if (typeof pattern?.url !== 'string' || typeof pattern.text !== 'string') continue;
    rules.push({
      type: canonical(pattern.type),
      key: matcher(pattern.key),
      value: matcher(pattern.value),
      url: compileTemplate(pattern.url, encodeURIComponent),
      text: compileTemplate(pattern.text),
    });
  }
  const render = (rule: Rule, lookup: (name: string) => string | undefined): DataLink[] => {
    const href = rule.url(lookup);
    const text = rule.text(lookup);
    const safe = href === undefined ? undefined : patternHref(href);
    return safe === undefined || text === undefined ? [] : [{ href: safe, text }];
  };
  return {
    ofAttribute(type, key, value, scope) {
      const text = valueText(value);
      const lookup = lookupIn(scope);
      const applies = (rule: Rule) =>
        rule.type === canonical(type) && rule.key?.(key) !== false && rule.value?.(text) !== false;
      return rules.filter(applies).flatMap((rule) => render(rule, lookup));
    },
    of(type, scope) {
      const lookup = lookupIn(scope);
      return rules.filter((rule) => rule.type === type).flatMap((rule) => render(rule, lookup));
    },
  };
}

function matcher(given: Matcher | undefined): ((text: string) => boolean) | undefined {
  if (given === undefined || given === null) return undefined;
  if (typeof given === 'function') {
    return (text) => {
      try {
        return given(text) === true;
      } catch {
        return false;
      }
    };
  }
  if (typeof given === 'string') return (text) => text === given;
  if (given instanceof RegExp) {
    const once = new RegExp(given.source, given.flags.replace(/[gy]/g, ''));
    return (text) => once.test(text);
  }
  return (text) => given.includes(text);
}

function lookupIn(scope: LinkScope): (name: string) => string | undefined {
  return (name) => {
    if (name.startsWith('trace.')) return scope.trace && traceFact(scope.trace, name.slice(6));
    const beside = attribute(scope.beside, name);
    if (beside !== undefined) return beside;
    const [span, ...ancestors] = scope.spans ?? [];
    const own = span && (spanFact(span, name) ?? attribute(span.attributes, name) ?? attribute(span.resource, name));
    if (own !== undefined) return own;
    for (const ancestor of ancestors) {
      const found = attribute(ancestor.attributes, name) ?? attribute(ancestor.resource, name);
      if (found !== undefined) return found;
    }
    return scope.spans === undefined && scope.trace ? traceFact(scope.trace, name) : undefined;
  };
}

function attribute(attributes: Attributes | undefined, key: string): string | undefined {
  const found = attributes?.find((entry) => entry.key === key);
  return found && valueText(found.value);
}

/** Jaeger counts in microseconds, and so do the patterns written for it. */
function micros(nanos: bigint): string {
  return (nanos / 1000n).toString();
}

function spanFact(span: SpanDetail, name: string): string | undefined {
  switch (name) {
    case 'traceID':
      return span.traceId;
    case 'spanID':
      return span.spanId;
    case 'operationName':
      return span.name;
    case 'serviceName':
      return span.service;
    case 'duration':
      return micros(BigInt(Math.round(span.durationNano)));
    case 'startTime':
      return micros(span.startUnixNano);
    case 'endTime':
      return micros(span.startUnixNano + BigInt(Math.round(span.durationNano)));
    default:
      return undefined;
  }
}

function traceFact(trace: TraceFacts, name: string): string | undefined {
  switch (name) {
    case 'traceID':
      return trace.traceId;
    case 'traceName':
      return trace.name;
    case 'duration':
      return micros(BigInt(Math.round(trace.durationNano)));
    case 'startTime':
      return micros(trace.startUnixNano);
    case 'endTime':
      return micros(trace.startUnixNano + BigInt(Math.round(trace.durationNano)));
    default:
      return undefined;
  }
}

function valueText(value: Value): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'object' && value !== null) {
    return JSON.stringify(value, (_, part: unknown) => (typeof part === 'bigint' ? part.toString() : part));
  }
  return String(value);
}

const SAFE = new Set(['http:', 'https:', 'mailto:']);

/** An address that may stand in a link: http, https or mailto; undefined for all else. */
export function safeHref(text: string): string | undefined {
  if (text.length > 8192) return undefined;
  try {
    const url = new URL(text.trim());
    return SAFE.has(url.protocol) ? url.href : undefined;
  } catch {
    return undefined;
  }
}

/** The operator's own patterns may also name a path of this host. */
function patternHref(text: string): string | undefined {
  return /^\.{0,2}\/(?![/\\])/.test(text) ? text : safeHref(text);
}
