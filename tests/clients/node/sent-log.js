/**
 * Collects what the SDK handed to its exporter: one JSON object per ended span.
 *
 * This is the truth a test compares the stored spans with, so it is taken from
 * the SDK's span and never from the exporter's encoding of it. One exception: a
 * JavaScript number has no integer type, so every number is logged as `float64`;
 * each exporter makes of a whole one what it likes.
 */
"use strict";

const { SpanKind, SpanStatusCode } = require("@opentelemetry/api");

const ELEMENT_TYPES = { string: "string", boolean: "bool", number: "float64" };

/** A span processor that keeps a line for every span that ends. */
class SentLog {
  lines = [];

  onStart() {}

  onEnd(span) {
    this.lines.push(toJson(spanRecord(span)));
  }

  async forceFlush() {}

  async shutdown() {}
}

function spanRecord(span) {
  const { traceId, spanId } = span.spanContext();
  return {
    trace_id: traceId,
    span_id: spanId,
    parent_span_id: span.parentSpanContext?.spanId ?? "",
    service: span.resource.attributes["service.name"],
    name: span.name,
    kind: SpanKind[span.kind].toLowerCase(),
    start_ns: nanoseconds(span.startTime),
    end_ns: nanoseconds(span.endTime),
    status: SpanStatusCode[span.status.code].toLowerCase(),
    status_message: span.status.message ?? "",
    scope: {
      name: span.instrumentationScope.name,
      version: span.instrumentationScope.version ?? "",
    },
    attributes: typedAttributes(span.attributes),
    events: span.events.map((event) => ({
      name: event.name,
      time_ns: nanoseconds(event.time),
      attributes: typedAttributes(event.attributes ?? {}),
    })),
    links: span.links.map(({ context }) => ({ trace_id: context.traceId, span_id: context.spanId })),
    resource: typedAttributes(span.resource.attributes),
  };
}

function typedAttributes(attributes) {
  return Object.fromEntries(Object.entries(attributes).map(([key, value]) => [key, typedValue(value)]));
}

function typedValue(value) {
  if (Array.isArray(value)) {
    return { type: `${ELEMENT_TYPES[typeof value[0]]}[]`, value };
  }
  return { type: ELEMENT_TYPES[typeof value], value };
}

// A time in nanoseconds is beyond 2^53, so it travels through JSON.stringify as
// marked text that `toJson` unquotes.
function nanoseconds([seconds, nanos]) {
  return `@ns:${seconds}${String(nanos).padStart(9, "0")}`;
}

function toJson(record) {
  return JSON.stringify(record).replace(/"@ns:(\d+)"/g, "$1");
}

module.exports = { SentLog };
