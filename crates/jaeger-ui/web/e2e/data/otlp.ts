// Traces as the OTLP/HTTP receiver takes them, in JSON.

import type { Random } from './random';

export type Value = string | number | boolean | readonly string[];
export type Attributes = Record<string, Value>;

export const KIND = { internal: 1, server: 2, client: 3, producer: 4, consumer: 5 } as const;

export interface SpanPlan {
  service: string;
  name: string;
  /** The id of a span; without one it is a root. */
  parent?: string;
  /** ns from the start of the trace. */
  start: number;
  /** ns. */
  duration: number;
  kind?: keyof typeof KIND;
  attributes?: Attributes;
  resource?: Attributes;
  events?: { at: number; name: string; attributes?: Attributes }[];
  links?: { traceId: string; spanId: string; attributes?: Attributes }[];
  /** The message of a failure. */
  error?: string;
  scope?: string;
  traceState?: string;
}

/** One span, with what stands beside it in a request. */
export interface Sent {
  service: string;
  resource: Attributes;
  scope: string;
  span: Record<string, unknown> & { traceId: string; spanId: string };
}

export interface Trace {
  traceId: string;
  spans: Sent[];
}

/** Collects the spans of one trace. */
export class TraceWriter implements Trace {
  readonly traceId: string;
  readonly spans: Sent[] = [];
  readonly #start: bigint;
  readonly #random: Random;

  constructor(random: Random, start: bigint) {
    this.#random = random;
    this.#start = start;
    this.traceId = random.hex(32);
  }

  /** Adds a span and returns its id. */
  add(plan: SpanPlan): string {
    const spanId = this.#random.hex(16);
    const time = (nanos: number) => String(this.#start + BigInt(Math.round(nanos)));
    this.spans.push({
      service: plan.service,
      resource: plan.resource ?? {},
      scope: plan.scope ?? 'shop',
      span: {
        traceId: this.traceId,
        spanId,
        parentSpanId: plan.parent,
        traceState: plan.traceState,
        name: plan.name,
        kind: KIND[plan.kind ?? 'internal'],
        startTimeUnixNano: time(plan.start),
        endTimeUnixNano: time(plan.start + plan.duration),
        attributes: keyValues(plan.attributes),
        events: plan.events?.map((event) => ({
          timeUnixNano: time(event.at),
          name: event.name,
          attributes: keyValues(event.attributes),
        })),
        links: plan.links?.map((link) => ({ ...link, attributes: keyValues(link.attributes) })),
        status: plan.error === undefined ? {} : { code: 2, message: plan.error },
      },
    });
    return spanId;
  }
}

export function keyValues(attributes: Attributes = {}): { key: string; value: Record<string, unknown> }[] {
  return Object.entries(attributes).map(([key, value]) => ({ key, value: anyValue(value) }));
}

function anyValue(value: Value): Record<string, unknown> {
  if (typeof value === 'string') return { stringValue: value };
  if (typeof value === 'boolean') return { boolValue: value };
  if (typeof value === 'number') return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value };
  return { arrayValue: { values: value.map((item) => ({ stringValue: item })) } };
}

/** Spans with the same service, resource and scope share one entry, as a client sends them. */
export function exportRequest(spans: readonly Sent[]): { resourceSpans: unknown[] } {
  const groups = new Map<string, Sent[]>();
  for (const sent of spans) {
    const key = JSON.stringify([sent.service, sent.resource, sent.scope]);
    const group = groups.get(key);
    if (group) group.push(sent);
    else groups.set(key, [sent]);
  }
  const resourceSpans = [...groups.values()].map((group) => ({
    resource: { attributes: keyValues({ 'service.name': group[0].service, ...group[0].resource }) },
    scopeSpans: [{ scope: { name: group[0].scope, version: '1.0.0' }, spans: group.map(({ span }) => span) }],
  }));
  return { resourceSpans };
}

/** A request carries so many spans at most. */
const CHUNK = 2_000;

/** Sends spans to a receiver of OTLP over HTTP. */
export async function send(receiver: string, spans: Iterable<Sent>): Promise<void> {
  let chunk: Sent[] = [];
  for (const span of spans) {
    chunk.push(span);
    if (chunk.length < CHUNK) continue;
    await post(receiver, chunk);
    chunk = [];
  }
  if (chunk.length > 0) await post(receiver, chunk);
}

async function post(receiver: string, spans: readonly Sent[]): Promise<void> {
  const response = await fetch(`${receiver}/v1/traces`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(exportRequest(spans)),
  });
  const reply = await response.text();
  if (!response.ok) throw new Error(`the receiver answered ${response.status}: ${reply.slice(0, 300)}`);
}
