// Spans as OTLP JSON text, for download and the JSON view.

import type { Attributes, SpanDetail, Value } from './span';
import { base64 } from './value';

/** One group for each resource, and in it one for each scope, in the order of their first span. */
export function writeOtlp(spans: readonly SpanDetail[]): string {
  const resources = new Map<Attributes, Map<SpanDetail['scope'], SpanDetail[]>>();
  for (const span of spans) {
    const scopes = resources.get(span.resource) ?? new Map<SpanDetail['scope'], SpanDetail[]>();
    resources.set(span.resource, scopes);
    const same = scopes.get(span.scope);
    if (same === undefined) scopes.set(span.scope, [span]);
    else same.push(span);
  }
  const resourceSpans = Array.from(resources, ([resource, scopes]) => ({
    resource: { attributes: writeAttributes(resource) },
    scopeSpans: Array.from(scopes, ([scope, members]) => ({
      scope: { name: scope.name, version: scope.version, attributes: writeAttributes(scope.attributes) },
      spans: members.map(writeSpan),
    })),
  }));
  return JSON.stringify({ resourceSpans });
}

function writeSpan(span: SpanDetail) {
  return {
    traceId: span.traceId,
    spanId: span.spanId,
    parentSpanId: span.parentSpanId,
    traceState: span.traceState,
    name: span.name,
    kind: span.kind,
    startTimeUnixNano: String(span.startUnixNano),
    endTimeUnixNano: String(span.startUnixNano + BigInt(Math.round(span.durationNano))),
    attributes: writeAttributes(span.attributes),
    events: span.events.map((event) => ({
      timeUnixNano: String(event.timeUnixNano),
      name: event.name,
      attributes: writeAttributes(event.attributes),
    })),
    links: span.links.map((link) => ({ ...link, attributes: writeAttributes(link.attributes) })),
    status: span.status,
  };
}

function writeAttributes(attributes: Attributes) {
  return attributes.map(({ key, value }) => ({ key, value: writeValue(value) }));
}

function writeValue(value: Value): object {
  if (typeof value === 'string') return { stringValue: value };
  if (typeof value === 'boolean') return { boolValue: value };
  if (typeof value === 'bigint') return { intValue: String(value) };
  if (typeof value === 'number') return writeNumber(value);
  if (value === null) return {};
  if (value instanceof Uint8Array) return { bytesValue: base64(value) };
  if (Array.isArray(value)) return { arrayValue: { values: value.map(writeValue) } };
  return { kvlistValue: { values: Object.entries(value).map(([key, item]) => ({ key, value: writeValue(item) })) } };
}

function writeNumber(value: number): object {
  if (Number.isSafeInteger(value)) return { intValue: String(value) };
  // JSON has no number for what is not finite.
  return { doubleValue: Number.isFinite(value) ? value : String(value) };
}
