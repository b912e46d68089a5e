// The server's binary columns. The arrays are views into the received bytes; nothing is copied.
//
// All of it is checked before anybody draws from it: lengths, ranges of indices, and that the rows stand in the order
// the rest of the model relies on.

import type { Columns } from './columns';
import { isObject } from './value';

const MAGIC = 0x3143_544a; // "JTC1", the first byte lowest
const HEAD_START = 8;
/** What a span takes, without padding. */
const BYTES_PER_SPAN = 43;

/** The bytes are not what they should be. */
export class ColumnsError extends Error {
  override name = 'ColumnsError';
}

type HeadMember =
  | 'traceId' | 'count' | 'startUnixNano' | 'durationNano'
  | 'services' | 'names' | 'badges' | 'warnings' | 'truncated' | 'etag';
type Head = Pick<Columns, HeadMember>;

export function decodeColumns(buffer: ArrayBuffer): Columns {
  if (buffer.byteLength < HEAD_START) throw new ColumnsError('The trace ends before its head.');
  const view = new DataView(buffer);
  if (view.getUint32(0, true) !== MAGIC) throw new ColumnsError('This is not a trace in columns of version 1.');
  const headLength = view.getUint32(4, true);
  const bodyStart = HEAD_START + headLength;
  if (bodyStart % 8 !== 0 || bodyStart > buffer.byteLength) throw new ColumnsError('The head has a wrong length.');
  const head = readHead(new Uint8Array(buffer, HEAD_START, headLength));
  const reader = new Reader(buffer, bodyStart, head.count);
  const columns: Columns = {
    ...head,
    start: reader.take(Float64Array),
    duration: reader.take(Float64Array),
    parent: reader.take(Int32Array),
    service: reader.take(Uint16Array),
    name: reader.take(Uint32Array),
    badge: reader.take(Uint16Array),
    kind: reader.take(Uint8Array),
    status: reader.take(Uint8Array),
    flags: reader.take(Uint8Array),
    events: reader.take(Uint16Array),
    links: reader.take(Uint16Array),
    spanId: reader.take(Uint32Array, 2),
  };
  reader.finish();
  check(columns);
  return columns;
}

interface ArrayType<T> {
  readonly BYTES_PER_ELEMENT: number;
  new (buffer: ArrayBuffer, offset: number, length: number): T;
}

class Reader {
  #offset: number;
  readonly #buffer: ArrayBuffer;
  readonly #count: number;

  constructor(buffer: ArrayBuffer, offset: number, count: number) {
    if (count * BYTES_PER_SPAN > buffer.byteLength - offset) {
      throw new ColumnsError(`The trace says it has ${count} spans, and its bytes end before.`);
    }
    this.#buffer = buffer;
    this.#offset = offset;
    this.#count = count;
  }

  take<T>(type: ArrayType<T>, perSpan = 1): T {
    const length = this.#count * perSpan;
    const end = this.#offset + length * type.BYTES_PER_ELEMENT;
    if (end > this.#buffer.byteLength) throw new ColumnsError('The bytes end within a column.');
    const array = new type(this.#buffer, this.#offset, length);
    this.#offset = Math.ceil(end / 8) * 8;
    return array;
  }

  finish(): void {
    if (this.#offset !== this.#buffer.byteLength) throw new ColumnsError('The columns have a wrong length.');
  }
}

function readHead(bytes: Uint8Array): Head {
  let head: unknown;
  try {
    head = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new ColumnsError('The head of the trace is not JSON.');
  }
  if (!isObject(head)) throw new ColumnsError('The head of the trace is not an object.');
  const { traceId, startUnixNano, etag, truncated } = head;
  if (typeof traceId !== 'string' || !/^[0-9a-f]{32}$/.test(traceId)) throw wrong('traceId');
  if (typeof startUnixNano !== 'string' || !/^\d{1,20}$/.test(startUnixNano)) throw wrong('startUnixNano');
  if (typeof etag !== 'string') throw wrong('etag');
  return {
    traceId,
    count: number(head, 'count', true),
    startUnixNano: BigInt(startUnixNano),
    durationNano: number(head, 'durationNano'),
    services: texts(head, 'services'),
    names: texts(head, 'names'),
    badges: texts(head, 'badges'),
    warnings: texts(head, 'warnings'),
    truncated: isObject(truncated)
      ? { shown: number(truncated, 'shown', true), total: number(truncated, 'total', true) }
      : null,
    etag,
  };
}

function wrong(member: string): ColumnsError {
  return new ColumnsError(`The head of the trace has no right "${member}".`);
}

function number(head: { [key: string]: unknown }, member: string, isCount = false): number {
  const value = head[member];
  if (typeof value !== 'number' || !(value >= 0) || value === Number.POSITIVE_INFINITY) throw wrong(member);
  if (isCount && !Number.isSafeInteger(value)) throw wrong(member);
  return value;
}

function texts(head: { [key: string]: unknown }, member: string): string[] {
  const value = head[member];
  if (!Array.isArray(value) || value.some((item) => typeof item !== 'string')) throw wrong(member);
  return value;
}

function check(columns: Columns): void {
  checkBelow(columns.service, columns.services.length, 'service');
  checkBelow(columns.name, columns.names.length, 'name');
  checkBelow(columns.badge, columns.badges.length, 'badge');
  checkBelow(columns.kind, 6, 'kind');
  checkBelow(columns.status, 3, 'status');
  checkTimes(columns.start, 'start');
  checkTimes(columns.duration, 'duration');
  checkOrder(columns.parent);
}

function checkBelow(column: Uint8Array | Uint16Array | Uint32Array, end: number, name: string): void {
  for (let row = 0; row < column.length; row++) {
    if (column[row] >= end) throw new ColumnsError(`Row ${row} has a ${name} that is not there.`);
  }
}

function checkTimes(column: Float64Array, name: string): void {
  for (let row = 0; row < column.length; row++) {
    const value = column[row];
    if (!(value >= 0 && value < Number.POSITIVE_INFINITY)) throw new ColumnsError(`Row ${row} has no right ${name}.`);
  }
}

/** Each row's parent is the row above it or one of that row's ancestors. */
function checkOrder(parent: Int32Array): void {
  for (let row = 0; row < parent.length; row++) {
    let above = row - 1;
    while (above >= 0 && above !== parent[row]) above = parent[above];
    if (above !== parent[row]) throw new ColumnsError(`Row ${row} does not stand below its parent.`);
  }
}
