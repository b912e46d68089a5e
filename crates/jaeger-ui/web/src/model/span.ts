// One span with everything it carries, fetched when somebody looks at it.

/** A value as OTLP has it. Numbers of 64 bits that a double cannot hold are bigints. */
export type Value = string | number | bigint | boolean | null | Uint8Array | Value[] | { [key: string]: Value };

/** In the order in which they were sent; keys may repeat. */
export type Attributes = { key: string; value: Value }[];

export interface SpanEvent {
  name: string;
  /** ns since 1970. */
  timeUnixNano: bigint;
  attributes: Attributes;
}

export interface SpanLink {
  traceId: string;
  spanId: string;
  attributes: Attributes;
}

export interface SpanDetail {
  traceId: string;
  spanId: string;
  parentSpanId: string;
  traceState: string;
  name: string;
  service: string;
  kind: number;
  startUnixNano: bigint;
  durationNano: number;
  status: { code: number; message: string };
  attributes: Attributes;
  resource: Attributes;
  scope: { name: string; version: string; attributes: Attributes };
  events: SpanEvent[];
  links: SpanLink[];
  warnings: string[];
}
