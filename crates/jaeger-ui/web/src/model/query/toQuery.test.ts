import { describe, expect, it } from 'vitest';

import { searchCodec } from '../../url/search';
import { toQuery } from './toQuery';

const NOW = 1_700_000_000_000_000;
const read = (query: string) => toQuery(searchCodec.decode(new URLSearchParams(query)), NOW);
const filterOf = (query: string): unknown => JSON.parse(read(query).filter ?? 'null');

describe('what the server is asked for', () => {
  it('is every trace of the range when nothing is said', () => {
    const { q, filter, startNano, endNano, limit, sort } = read('lookback=1h');
    expect([q, filter, limit, sort]).toEqual([undefined, undefined, 20, 'start_desc']);
    expect(endNano).toBe(BigInt(NOW) * 1000n + 999n);
    expect(endNano - startNano).toBe(3_600_000_000_999n);
  });

  it('is the text as it was typed', () => {
    expect(read('q={ .a = 1 }').q).toBe('{ .a = 1 }');
    expect(read('q={ broken').q).toBe('{ broken');
  });

  it('is the form as a filter, whose values have no type', () => {
    expect(filterOf('service=cart&tags={"http.status_code":"500"}')).toEqual({
      op: 'and',
      args: [
        { call: { op: 'eq', args: [{ field: { name: 'service', level: 'resource' } }, { scalar: { value: 'cart', type: 'string' } }] } },
        { call: { op: 'eq', args: [{ attr: { key: 'http.status_code' } }, { scalar: { value: '500' } }] } },
      ],
    });
  });

  it('keeps the meaning of old links and of our own', () => {
    expect(filterOf('minDuration=300ms')).toEqual({
      op: 'gte',
      args: [{ field: { name: 'duration', level: 'span' } }, { scalar: { value: '300ms' } }],
    });
    expect(filterOf('minTraceDuration=1.5s&errors=1')).toEqual({
      and: [
        { trace: 'duration', op: 'gte', value: '1500ms' },
        { trace: 'errorCount', op: 'gt', value: '0' },
      ],
    });
  });

  it('leaves out of the form what cannot be read', () => {
    expect(read('tags=a="b&minTraceDuration=long').filter).toBe('{"spans":{}}');
  });

  it('is no trace where no id can be read, and not every one', () => {
    expect(JSON.parse(read('traceID=nonsense').filter ?? '')).toEqual({ trace: 'traceID', op: 'eq', value: '0'.repeat(32) });
  });

  it('takes ids at any time', () => {
    const search = read('traceID=abc&traceID=00000000000000ff');
    expect(search.startNano).toBe(0n);
    expect(JSON.parse(search.filter ?? '')).toEqual({
      or: [
        { trace: 'traceID', op: 'eq', value: 'abc'.padStart(32, '0') },
        { trace: 'traceID', op: 'eq', value: 'ff'.padStart(32, '0') },
      ],
    });
  });
});
