// Spans of Jaeger's own JSON, as its query service answers and its page downloads.

import type { DocumentSpan } from './document';
import { hexId } from './ids';
import { Kind, Status } from './columns';
import type { Attributes, SpanEvent, SpanLink, Value } from './span';
import { asArray, asBigInt, asText, asTime, attributeText, isObject, narrow, readBytes } from './value';

type Json = { [key: string]: unknown };
interface Process { service: string; resource: Attributes }

const NANOS_PER_MICRO = 1000n;

const KINDS: { [word: string]: number } = {
  internal: Kind.internal, server: Kind.server, client: Kind.client, producer: Kind.producer, consumer: Kind.consumer,
};

/** Tags that OpenTelemetry has fields for. They are shown there and not once more as attributes. */
const FIELDS = new Set([
  'span.kind', 'error', 'otel.status_code', 'otel.status_description', 'otel.scope.name', 'otel.scope.version',
  'otel.library.name', 'otel.library.version', 'w3c.tracestate',
]);

/** The spans of one trace: an object with `spans` and `processes`. */
export function readJaegerTrace(trace: Json): DocumentSpan[] {
  const processes = new Map<string, Process>();
  if (isObject(trace.processes)) {
    for (const [id, process] of Object.entries(trace.processes)) processes.set(id, readProcess(process));
  }
  const none = readProcess(undefined);
  return asArray(trace.spans).filter(isObject).map((span) => {
    const process = isObject(span.process) ? readProcess(span.process) : processes.get(asText(span.processID));
    return readSpan(span, process ?? none);
  });
}

function readProcess(source: unknown): Process {
  const process = isObject(source) ? source : {};
  const service = asText(process.serviceName);
  return { service, resource: [{ key: 'service.name', value: service }, ...readTags(process.tags)] };
}

function readSpan(span: Json, process: Process): DocumentSpan {
  const tags = readTags(span.tags);
  const references = asArray(span.references).filter(isObject);
  const traceId = hexId(span.traceID, 32);
  const parent = parentOf(span, references, traceId);
  return {
    traceId,
    spanId: hexId(span.spanID, 16),
    parentSpanId: hexId(parent?.spanID ?? span.parentSpanID, 16),
    traceState: attributeText(tags, 'w3c.tracestate'),
    name: asText(span.operationName),
    service: process.service,
    kind: KINDS[attributeText(tags, 'span.kind')] ?? Kind.unspecified,
    startUnixNano: asTime(span.startTime, NANOS_PER_MICRO),
    durationNano: Number(asTime(span.duration, NANOS_PER_MICRO)),
    isUnfinished: false,
    status: readStatus(tags),
    attributes: tags.filter((tag) => !FIELDS.has(tag.key)),
    resource: process.resource,
    scope: {
      name: attributeText(tags, 'otel.scope.name', 'otel.library.name'),
      version: attributeText(tags, 'otel.scope.version', 'otel.library.version'),
      attributes: [],
    },
    events: asArray(span.logs).filter(isObject).map(readLog),
    links: references.filter((reference) => reference !== parent).map(readReference),
    warnings: asArray(span.warnings).filter((warning) => typeof warning === 'string'),
  };
}

/** The first CHILD_OF within the trace, or else the first reference within it. */
function parentOf(span: Json, references: Json[], traceId: string): Json | undefined {
  if (hexId(span.parentSpanID, 16) !== '') return undefined;
  const inside = references.filter((reference) => hexId(reference.traceID, 32) === traceId);
  return inside.find((reference) => reference.refType === 'CHILD_OF') ?? inside[0];
}

function readStatus(tags: Attributes): DocumentSpan['status'] {
  const code = attributeText(tags, 'otel.status_code').toUpperCase();
  const message = attributeText(tags, 'otel.status_description');
  if (code === 'ERROR' || attributeText(tags, 'error').toLowerCase() === 'true') {
    return { code: Status.error, message };
  }
  return { code: code === 'OK' ? Status.ok : Status.unset, message };
}

function readTags(source: unknown): Attributes {
  return asArray(source).filter(isObject).map((tag) => ({ key: asText(tag.key), value: readTag(tag) }));
}

function readTag(tag: Json): Value {
  const value = tag.value;
  if (tag.type === 'binary' && typeof value === 'string') return readBytes(value);
  if (tag.type === 'int64') return narrow(asBigInt(value));
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  return value === null || value === undefined ? null : JSON.stringify(value);
}

function readLog(log: Json): SpanEvent {
  const fields = readTags(log.fields);
  const named = fields.findIndex((field) => field.key === 'event' && typeof field.value === 'string');
  return {
    name: named < 0 ? '' : String(fields[named].value),
    timeUnixNano: asTime(log.timestamp, NANOS_PER_MICRO),
    attributes: fields.filter((_, index) => index !== named),
  };
}

function readReference(reference: Json): SpanLink {
  return { traceId: hexId(reference.traceID, 32), spanId: hexId(reference.spanID, 16), attributes: [] };
}
