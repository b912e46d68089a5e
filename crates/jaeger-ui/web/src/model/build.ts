// Columns from the spans of a document, the same as the server makes them.

import { badgeOf } from './badge';
import { type Columns, Flag } from './columns';
import type { DocumentSpan } from './document';
import { isSummary } from './groupsSummary';
import { Interner } from './intern';
import { type Compare, cutCycles, rowOrder } from './order';

export interface BuiltTrace {
  columns: Columns;
  /** The span of each row. */
  spans: DocumentSpan[];
}

const NO_BADGE = '';

export function buildTrace(traceId: string, spans: readonly DocumentSpan[]): BuiltTrace {
  const count = spans.length;
  const links = linkParents(spans);
  const base = firstStart(spans);
  const start = new Float64Array(count);
  for (let span = 0; span < count; span++) {
    const nanos = spans[span].startUnixNano;
    start[span] = nanos === 0n ? -1 : Number(nanos - base);
  }
  const byStart: Compare = (a, b) => start[a] - start[b] || compareIds(spans[a], spans[b]) || a - b;
  const isCut = cutCycles(links.parent, byStart);
  inheritStarts(start, links.parent);
  const order = rowOrder(links.parent, byStart);
  const rowOf = new Uint32Array(count);
  for (let row = 0; row < count; row++) rowOf[order[row]] = row;

  const services = new Interner(0x1_0000);
  const names = new Interner();
  const badges = new Interner(0x1_0000);
  badges.number(NO_BADGE);
  const columns = emptyColumns(traceId, base, count);
  const ordered = new Array<DocumentSpan>(count);
  for (let row = 0; row < count; row++) {
    const place = order[row];
    const span = spans[place];
    ordered[row] = span;
    columns.start[row] = start[place];
    columns.duration[row] = span.durationNano;
    columns.parent[row] = links.parent[place] < 0 ? -1 : rowOf[links.parent[place]];
    columns.service[row] = services.number(span.service);
    columns.name[row] = names.number(span.name);
    columns.badge[row] = badges.number(badgeOf(span.attributes));
    columns.kind[row] = span.kind;
    columns.status[row] = span.status.code;
    columns.flags[row] = links.flags[place] | flagsOf(span) | (isCut[place] === 1 ? Flag.cycle : 0);
    columns.events[row] = Math.min(span.events.length, 0xffff);
    columns.links[row] = Math.min(span.links.filter((link) => link.traceId !== '').length, 0xffff);
    writeId(columns.spanId, row, span.spanId);
    columns.durationNano = Math.max(columns.durationNano, start[place] + span.durationNano);
  }
  columns.services = services.values;
  columns.names = names.values;
  columns.badges = badges.values;
  return { columns, spans: ordered };
}

/** Where the parent of each span stands; of spans with the same id the first is the parent. */
function linkParents(spans: readonly DocumentSpan[]): { parent: Int32Array; flags: Uint8Array } {
  const parent = new Int32Array(spans.length).fill(-1);
  const flags = new Uint8Array(spans.length);
  const places = new Map<string, number>();
  for (const [place, { spanId }] of spans.entries()) {
    const first = places.get(spanId);
    if (first === undefined) {
      places.set(spanId, place);
    } else {
      flags[first] |= Flag.duplicateId;
      flags[place] |= Flag.duplicateId;
    }
  }
  for (const [place, { parentSpanId }] of spans.entries()) {
    if (parentSpanId === '') continue;
    const found = places.get(parentSpanId);
    if (found === undefined) flags[place] |= Flag.missingParent;
    else parent[place] = found;
  }
  return { parent, flags };
}

/** The first start of the trace, without spans that have none. */
function firstStart(spans: readonly DocumentSpan[]): bigint {
  let first = 0n;
  for (const { startUnixNano } of spans) {
    if (startUnixNano !== 0n && (first === 0n || startUnixNano < first)) first = startUnixNano;
  }
  return first;
}

/** A span without a start (-1) gets that of its nearest ancestor with one, or else that of the trace. */
function inheritStarts(start: Float64Array, parent: Int32Array): void {
  for (let span = 0; span < start.length; span++) {
    if (start[span] >= 0) continue;
    let ancestor = parent[span];
    while (ancestor >= 0 && start[ancestor] < 0) ancestor = parent[ancestor];
    const inherited = ancestor < 0 ? 0 : start[ancestor];
    for (let member = span; member >= 0 && start[member] < 0; member = parent[member]) start[member] = inherited;
  }
}

function compareIds(a: DocumentSpan, b: DocumentSpan): number {
  return a.spanId < b.spanId ? -1 : a.spanId > b.spanId ? 1 : 0;
}

/** What Jaeger says of a span that it moved; the other warnings about clocks say that it did not. */
const MOVED = /timestamps were adjusted/;

function flagsOf(span: DocumentSpan): number {
  let flags = span.isUnfinished ? Flag.unfinished : 0;
  if (span.warnings.length > 0) flags |= Flag.warnings;
  if (span.warnings.some((warning) => MOVED.test(warning))) flags |= Flag.skewAdjusted;
  if (span.events.some((event) => event.name === 'exception')) flags |= Flag.exception;
  if (isSummary(span.attributes)) flags |= Flag.summary;
  return flags;
}

function writeId(ids: Uint32Array, row: number, spanId: string): void {
  ids[2 * row] = Number.parseInt(spanId.slice(0, 8) || '0', 16);
  ids[2 * row + 1] = Number.parseInt(spanId.slice(8) || '0', 16);
}

function emptyColumns(traceId: string, startUnixNano: bigint, count: number): Columns {
  return {
    traceId,
    count,
    startUnixNano,
    durationNano: 0,
    services: [],
    names: [],
    badges: [],
    warnings: [],
    truncated: null,
    etag: '',
    start: new Float64Array(count),
    duration: new Float64Array(count),
    parent: new Int32Array(count),
    service: new Uint16Array(count),
    name: new Uint32Array(count),
    badge: new Uint16Array(count),
    kind: new Uint8Array(count),
    status: new Uint8Array(count),
    flags: new Uint8Array(count),
    events: new Uint16Array(count),
    links: new Uint16Array(count),
    spanId: new Uint32Array(2 * count),
  };
}
