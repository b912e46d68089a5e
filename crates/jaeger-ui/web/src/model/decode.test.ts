import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Columns } from './columns';
import { ColumnsError, decodeColumns } from './decode';
import { built, randomSpans } from './testTraces';

/** Columns as the server writes them. */
function encode(columns: Columns, change: object = {}): Uint8Array<ArrayBuffer> {
  const { traceId, count, durationNano, services, names, badges, warnings, truncated, etag } = columns;
  const startUnixNano = String(columns.startUnixNano);
  const head = { traceId, count, startUnixNano, durationNano, services, names, badges, warnings, truncated, etag };
  let text = new TextEncoder().encode(JSON.stringify({ ...head, ...change }));
  const blanks = new Uint8Array(Math.ceil((8 + text.length) / 8) * 8 - 8).fill(0x20);
  blanks.set(text);
  text = blanks;
  const arrays = [
    columns.start, columns.duration, columns.parent, columns.service, columns.name, columns.badge, columns.kind,
    columns.status, columns.flags, columns.events, columns.links, columns.spanId,
  ];
  const length = arrays.reduce((sum, array) => sum + Math.ceil(array.byteLength / 8) * 8, 8 + text.length);
  const bytes = new Uint8Array(length);
  bytes.set(new TextEncoder().encode('JTC1'));
  new DataView(bytes.buffer).setUint32(4, text.length, true);
  bytes.set(text, 8);
  let at = 8 + text.length;
  for (const array of arrays) {
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), at);
    at += Math.ceil(array.byteLength / 8) * 8;
  }
  return bytes;
}

const trace = () => built(randomSpans([3, 14, 15, 92, 65, 35, 89])).columns;

describe('decode', () => {
  it('gives back what was written, as views', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(100_000), { maxLength: 30 }), (numbers) => {
        const { columns } = built(randomSpans(numbers));
        const { buffer } = encode(columns);
        const decoded = decodeColumns(buffer);
        expect(decoded).toEqual(columns);
        expect(decoded.start.buffer).toBe(buffer);
      }),
    );
  });

  it('takes a name in any script and a truncated trace', () => {
    const columns = { ...trace(), truncated: { shown: 7, total: 9 }, services: ['ü', '支付', 'c'] };
    expect(decodeColumns(encode(columns).buffer)).toEqual(columns);
  });

  it.each([
    ['too short', new ArrayBuffer(4)],
    ['another format', new TextEncoder().encode('{"error":{}}    ').buffer as ArrayBuffer],
    ['a shorter body', encode(trace()).slice(0, -8).buffer],
    ['a longer body', new Uint8Array([...encode(trace()), ...new Uint8Array(8)]).buffer],
    ['a wrong count', encode(trace(), { count: 6 }).buffer],
    ['a huge count', encode(trace(), { count: 2 ** 40 }).buffer],
    ['a negative count', encode(trace(), { count: -1 }).buffer],
    ['no trace id', encode(trace(), { traceId: '../..' }).buffer],
    ['no duration', encode(trace(), { durationNano: null }).buffer],
    ['too few services', encode(trace(), { services: [] }).buffer],
    ['services that are no texts', encode(trace(), { services: [1, 2, 3] }).buffer],
    ['too few names', encode(trace(), { names: ['x'] }).buffer],
    ['no badges', encode(trace(), { badges: [] }).buffer],
    ['a kind that is none', encode({ ...trace(), kind: Uint8Array.of(0, 1, 2, 3, 4, 5, 6) }).buffer],
    ['a status that is none', encode({ ...trace(), status: Uint8Array.of(0, 1, 2, 3, 0, 0, 0) }).buffer],
    ['a duration that is none', encode({ ...trace(), duration: new Float64Array(7).fill(Number.NaN) }).buffer],
    ['a negative start', encode({ ...trace(), start: new Float64Array(7).fill(-1) }).buffer],
    ['a parent below', encode({ ...trace(), parent: Int32Array.of(-1, 2, 1, 0, 0, 0, 0) }).buffer],
    ['a parent not above', encode({ ...trace(), parent: Int32Array.of(-1, 0, 0, 1, 0, 0, 0) }).buffer],
    ['a parent out of range', encode({ ...trace(), parent: Int32Array.of(-1, 99, 0, 0, 0, 0, 0) }).buffer],
    ['a parent below none', encode({ ...trace(), parent: Int32Array.of(-2, 0, 0, 0, 0, 0, 0) }).buffer],
  ])('refuses %s', (_, buffer) => {
    expect(() => decodeColumns(buffer)).toThrow(ColumnsError);
  });

  it('throws nothing else, whatever the bytes', () => {
    const bytes = encode(trace());
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.nat(255), (at, byte) => {
        const changed = bytes.slice();
        changed[at] = byte;
        try {
          decodeColumns(changed.buffer);
        } catch (error) {
          expect(error).toBeInstanceOf(ColumnsError);
        }
      }),
      { numRuns: 500 },
    );
  });
});
