import { describe, expect, it } from 'vitest';

import { decodeInCommon } from './incommon';
import { decodeAttributeFacets, decodeOverview } from './overview';
import { decodeSummaries, rfc3339 } from './search';

describe('answers to a search', () => {
  it('are read to the nanosecond', () => {
    const summary = {
      traceId: 'abc',
      rootServiceName: 'web',
      minStartTimeUnixNano: '1700000000000000001',
      maxEndTimeUnixNano: '1700000000000000008',
      spanCount: '3',
      services: [{ name: 'web', spanCount: 3, errorSpanCount: 1 }, 'odd'],
    };
    expect(decodeSummaries({ summaries: [summary, null, {}], nextPageToken: '' })).toEqual({
      summaries: [
        {
          traceId: 'abc', rootService: 'web', rootName: '', startUnixNano: 1700000000000000001n, durationNano: 7,
          spans: 3, errors: 0, orphans: 0, services: [{ name: 'web', spans: 3, errors: 1 }],
        },
      ],
      nextPageToken: undefined,
    });
    expect(decodeSummaries({})).toEqual({ summaries: [], nextPageToken: undefined });
    expect(() => decodeSummaries({ summaries: 'x' })).toThrow('not a list');
  });

  it('have times in RFC 3339 with nine digits', () => {
    expect(rfc3339(1_700_000_000_123_456_789n)).toBe('2023-11-14T22:13:20.123456789Z');
    expect(rfc3339(0n)).toBe('1970-01-01T00:00:00.000000000Z');
  });

  it('are seen from afar, without cells that lie outside', () => {
    const overview = decodeOverview({
      traces: 2, failed: 1, p50: 5, p95: 9, start: '1', end: '2',
      heat: { columns: 2, rowBounds: [1, 2], cells: [[0, 0, 1, 1], [2, 0, 1, 0], [0, 1, 1, 0], 'x'] },
      facets: { service: [{ value: 'a', traces: 2, failed: 1 }, 5] },
    });
    expect(overview.cells).toEqual([{ column: 0, row: 0, traces: 1, failed: 1 }]);
    expect(overview.facets).toEqual({ service: [{ value: 'a', traces: 2, failed: 1 }], operation: [], status: [] });
  });

  it('have in common what is of a known kind', () => {
    const found = { kind: 'attribute', key: 'k', value: 'v', selected: 5, rest: 0, score: 0.5, defining: false };
    const answer = decodeInCommon({ selected: 5, rest: 95, truncated: false, found: [found, { ...found, kind: 'new' }] });
    expect(answer.found).toEqual([{ kind: 'attribute', key: 'k', value: 'v', selected: 5, rest: 0, defining: false }]);
  });
});

it('values of chosen attributes', () => {
  const reply = {
    facets: {
      attributes: [
        { key: 'a', of: 10, others: 3, truncated: true, values: [{ value: 'x', traces: 4, failed: 1 }, { value: 5 }] },
        { key: 'b', of: 'many', values: 'none' },
        { of: 1 },
        null,
      ],
    },
  };
  expect(decodeAttributeFacets(reply)).toEqual([
    { key: 'a', of: 10, others: 3, truncated: true, values: [{ value: 'x', traces: 4, failed: 1 }] },
    { key: 'b', of: 0, others: 0, truncated: false, values: [] },
  ]);
  expect(decodeAttributeFacets({ facets: {} })).toEqual([]);
  expect(decodeAttributeFacets(null)).toEqual([]);
});
