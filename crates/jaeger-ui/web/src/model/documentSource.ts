// What can be asked of a trace that came as a document; the server answers the same for its own.

import type { AttributeValues } from './attributeValues';
import type { BuiltTrace } from './build';
import { findRows } from './find';
import { writeOtlp } from './otlpWrite';
import { PairTable } from './pairs';
import type { SpanDetail } from './span';
import { valueText } from './value';

export interface EventOfTrace {
  row: number;
  name: string;
  /** ns from the start of the trace. */
  time: number;
  attributes: { key: string; value: string }[];
}

export class DocumentSource {
  readonly #trace: BuiltTrace;
  #pairs: PairTable | undefined;
  #rows: Map<string, number> | undefined;
  #eventOrder: { row: Uint32Array; event: Uint32Array } | undefined;

  constructor(trace: BuiltTrace) {
    this.#trace = trace;
  }

  spans(spanIds: readonly string[]): SpanDetail[] {
    this.#rows ??= rowsById(this.#trace.spans);
    const rows = this.#rows;
    return spanIds.flatMap((id) => {
      const row = rows.get(id.toLowerCase().padStart(16, '0'));
      return row === undefined ? [] : [this.#trace.spans[row]];
    });
  }

  find(text: string): Uint32Array {
    return findRows(this.#trace.columns, this.#table(), text);
  }

  keys(): { key: string; count: number }[] {
    return this.#table().keys();
  }

  attribute(key: string): AttributeValues {
    return this.#table().attribute(key);
  }

  events(offset: number, limit: number): { total: number; events: EventOfTrace[] } {
    this.#eventOrder ??= orderEvents(this.#trace.spans);
    const { row: rows, event: numbers } = this.#eventOrder;
    const events: EventOfTrace[] = [];
    for (let place = offset; place < Math.min(offset + limit, rows.length); place++) {
      const event = this.#trace.spans[rows[place]].events[numbers[place]];
      events.push({
        row: rows[place],
        name: event.name,
        time: Number(event.timeUnixNano - this.#trace.columns.startUnixNano),
        attributes: event.attributes.map(({ key, value }) => ({ key, value: valueText(value) })),
      });
    }
    return { total: rows.length, events };
  }

  document(): string {
    return writeOtlp(this.#trace.spans);
  }

  #table(): PairTable {
    this.#pairs ??= new PairTable(this.#trace.spans);
    return this.#pairs;
  }
}

/** Of spans with the same id the first row. */
function rowsById(spans: readonly SpanDetail[]): Map<string, number> {
  const rows = new Map<string, number>();
  for (const [row, { spanId }] of spans.entries()) if (!rows.has(spanId)) rows.set(spanId, row);
  return rows;
}

function orderEvents(spans: readonly SpanDetail[]): { row: Uint32Array; event: Uint32Array } {
  const all: { row: number; event: number; time: bigint }[] = [];
  for (const [row, { events }] of spans.entries()) {
    for (const [event, { timeUnixNano }] of events.entries()) all.push({ row, event, time: timeUnixNano });
  }
  all.sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : a.row - b.row || a.event - b.event));
  return { row: Uint32Array.from(all, ({ row }) => row), event: Uint32Array.from(all, ({ event }) => event) };
}
