// Spans of OTLP JSON.

import type { DocumentSpan } from './document';
import { hexId } from './ids';
import type { Attributes, SpanEvent, SpanLink } from './span';
import { asArray, asText, asTime, attributeText, isObject, readAttributes } from './value';

/** Where Jaeger keeps what it has to say about a span in formats without a place for it. */
const WARNINGS = '@jaeger@warnings';

const KINDS: { [word: string]: number } = {
  SPAN_KIND_INTERNAL: 1, SPAN_KIND_SERVER: 2, SPAN_KIND_CLIENT: 3, SPAN_KIND_PRODUCER: 4, SPAN_KIND_CONSUMER: 5,
};
const CODES: { [word: string]: number } = { STATUS_CODE_OK: 1, STATUS_CODE_ERROR: 2 };

/** All spans below `resourceSpans`, in order. What is not as it should be is left out. */
export function readOtlp(resourceSpans: unknown): DocumentSpan[] {
  const spans: DocumentSpan[] = [];
  for (const group of asArray(resourceSpans)) {
    if (!isObject(group)) continue;
    const resource = readAttributes(isObject(group.resource) ? group.resource.attributes : undefined);
    const service = attributeText(resource, 'service.name');
    for (const scoped of asArray(group.scopeSpans ?? group.instrumentationLibrarySpans)) {
      if (!isObject(scoped)) continue;
      const scope = readScope(scoped.scope ?? scoped.instrumentationLibrary);
      for (const span of asArray(scoped.spans)) {
        if (isObject(span)) spans.push(readSpan(span, service, resource, scope));
      }
    }
  }
  return spans;
}

function readScope(source: unknown): DocumentSpan['scope'] {
  const scope = isObject(source) ? source : {};
  return { name: asText(scope.name), version: asText(scope.version), attributes: readAttributes(scope.attributes) };
}

function readSpan(
  span: { [key: string]: unknown },
  service: string,
  resource: Attributes,
  scope: DocumentSpan['scope'],
): DocumentSpan {
  const start = asTime(span.startTimeUnixNano);
  const end = asTime(span.endTimeUnixNano);
  const all = readAttributes(span.attributes);
  const status = isObject(span.status) ? span.status : {};
  return {
    traceId: hexId(span.traceId, 32),
    spanId: hexId(span.spanId, 16),
    parentSpanId: hexId(span.parentSpanId, 16),
    traceState: asText(span.traceState),
    name: asText(span.name),
    service,
    kind: readWord(span.kind, KINDS, 5),
    startUnixNano: start,
    durationNano: end > start && start > 0n ? Number(end - start) : 0,
    isUnfinished: end === 0n,
    status: { code: readWord(status.code, CODES, 2), message: asText(status.message) },
    attributes: all.filter((attribute) => attribute.key !== WARNINGS),
    resource,
    scope,
    events: asArray(span.events).filter(isObject).map(readEvent),
    links: asArray(span.links).filter(isObject).map(readLink),
    warnings: readWarnings(all),
  };
}

/** An enumeration, which JSON carries as its number or as its word. */
function readWord(source: unknown, words: { [word: string]: number }, last: number): number {
  const value = typeof source === 'string' ? (words[source] ?? Number(source)) : source;
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= last ? value : 0;
}

function readEvent(event: { [key: string]: unknown }): SpanEvent {
  return {
    name: asText(event.name),
    timeUnixNano: asTime(event.timeUnixNano),
    attributes: readAttributes(event.attributes),
  };
}

function readLink(link: { [key: string]: unknown }): SpanLink {
  return {
    traceId: hexId(link.traceId, 32),
    spanId: hexId(link.spanId, 16),
    attributes: readAttributes(link.attributes),
  };
}

function readWarnings(attributes: Attributes): string[] {
  const value = attributes.find((attribute) => attribute.key === WARNINGS)?.value;
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
