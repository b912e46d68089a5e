// A trace as columns: one typed array for each property, one entry for each span.
//
// Spans stand in the order of the timeline: a span, then its children by start. So a span's
// descendants follow it without a gap, and collapsing it is a jump over `subtree[row]` rows.
// All times are nanoseconds; those of spans count from the start of the trace, which keeps them
// exact in a double for traces of up to 104 days.

export const Kind = { unspecified: 0, internal: 1, server: 2, client: 3, producer: 4, consumer: 5 } as const;
export const Status = { unset: 0, ok: 1, error: 2 } as const;

/** Bits of `Columns.flags`. */
export const Flag = {
  /** It names a parent that is not in the trace. */
  missingParent: 1,
  /** The query service has something to say about it, see `SpanDetail.warnings`. */
  warnings: 2,
  /** Its times were moved to make up for clocks that differ. */
  skewAdjusted: 4,
  /** Another span of the trace has the same id. */
  duplicateId: 8,
  /** One of its events is an exception. */
  exception: 16,
  /** Its parent is itself or one of its descendants; it stands as a root. */
  cycle: 32,
  /** It has not ended as far as is known. */
  unfinished: 64,
  /** It stands for many that were put together on their way, see `groupsSummary.ts`. */
  summary: 128,
} as const;

/** What is read from the server, or built from a document. */
export interface Columns {
  /** 32 lower-case hexadecimal digits. */
  traceId: string;
  count: number;
  /** When the trace starts, in ns since 1970. */
  startUnixNano: bigint;
  /** From its first start to its last end, ns. */
  durationNano: number;
  services: string[];
  names: string[];
  /**
   * What a span did, in a word or two for a row: `GET 200`, `postgresql`, `kafka`. The first entry is
   * empty.
   */
  badges: string[];
  /** What is to be said of the whole trace. */
  warnings: string[];
  /** Set when the trace has more spans than are here. */
  truncated: { shown: number; total: number } | null;
  /** Changes when spans are added. */
  etag: string;

  /** ns from the start of the trace. */
  start: Float64Array;
  /** ns. */
  duration: Float64Array;
  /** A row, or -1. */
  parent: Int32Array;
  /** Index into `services`. */
  service: Uint16Array;
  /** Index into `names`. */
  name: Uint32Array;
  /** Index into `badges`. */
  badge: Uint16Array;
  /** One of `Kind`. */
  kind: Uint8Array;
  /** One of `Status`. */
  status: Uint8Array;
  /** Bits of `Flag`. */
  flags: Uint8Array;
  /** Number of events, 65,535 at most. */
  events: Uint16Array;
  /** Number of links, 65,535 at most. */
  links: Uint16Array;
  /** Two entries a span: the upper and the lower 32 bits. */
  spanId: Uint32Array;
}

/** What follows from the columns; see `derive.ts`. */
export interface Derived {
  /** 0 for a root. */
  depth: Uint16Array;
  /** Rows of the span and all its descendants; at least 1. */
  subtree: Uint32Array;
  children: Uint32Array;
  /** ns in which no child ran. */
  self: Float64Array;
  /** Failed descendants, without the span itself. */
  errorsBelow: Uint32Array;
  maxDepth: number;
  /** Rows of roots. */
  roots: Uint32Array;
  /** Rows of failed spans, in order. */
  errors: Uint32Array;
  /** Stretches of the critical path by start, without overlap. */
  critical: { row: Uint32Array; start: Float64Array; end: Float64Array };
  /** ns of each span on the critical path. */
  onCritical: Float64Array;
  /** One entry for each service. */
  byService: { self: Float64Array; spans: Uint32Array; errors: Uint32Array };
}

/** A trace that the pages draw. Everything in it stays as it is. */
export interface TraceModel {
  columns: Columns;
  derived: Derived;
}

/** A span's id as 16 hexadecimal digits. */
export function spanIdOf(columns: Columns, row: number): string {
  const high = columns.spanId[2 * row].toString(16).padStart(8, '0');
  return high + columns.spanId[2 * row + 1].toString(16).padStart(8, '0');
}

/** The row of a span id given as hexadecimal digits, or -1. */
export function rowOfSpanId(columns: Columns, spanId: string): number {
  if (!/^[0-9a-f]{1,16}$/i.test(spanId)) return -1;
  const digits = spanId.padStart(16, '0');
  const high = Number.parseInt(digits.slice(0, 8), 16);
  const low = Number.parseInt(digits.slice(8), 16);
  const ids = columns.spanId;
  for (let row = 0; row < columns.count; row++) {
    if (ids[2 * row] === high && ids[2 * row + 1] === low) return row;
  }
  return -1;
}
