import { describe, expect, it } from 'vitest';

import type { Overview } from '../../api/overview';
import { countIn } from './countIn';
import { durationAt, durationShare, threeFigures, timeAt, timeShare } from './region';

const scale = { start: 1_000_000_000_000n, end: 2_000_000_000_000n, min: 1e6, max: 1e9 };

describe('the scale of the plot', () => {
  it.each([0, 0.25, 0.5, 1])('gives %s back', (share) => {
    expect(timeShare(scale, timeAt(scale, share))).toBeCloseTo(share);
    expect(durationShare(scale, durationAt(scale, share))).toBeCloseTo(share);
  });

  it('takes what has no extent', () => {
    const point = { start: 5n, end: 5n, min: 0, max: 0 };
    expect([timeShare(point, 5n), durationShare(point, 0)]).toEqual([0.5, 0.5]);
  });

  it('rounds outwards to three figures', () => {
    expect(threeFigures(120_963_789, Math.floor)).toBe(120_000_000);
    expect(threeFigures(356_666_387, Math.ceil)).toBe(357_000_000);
    expect(threeFigures(7, Math.ceil)).toBe(7);
  });
});

describe('counting in a region', () => {
  const overview: Overview = {
    traces: 3, failed: 1, truncated: false, p50: 0, p95: 0, startUnixNano: 0n, endUnixNano: 100n, columns: 2,
    rowBounds: [1, 10, 100],
    cells: [{ column: 0, row: 0, traces: 2, failed: 0 }, { column: 1, row: 1, traces: 1, failed: 1 }],
    facets: { service: [], operation: [], status: [] },
  };

  it('counts cells whose middle lies in it', () => {
    expect(countIn({ start: 0n, end: 50n, min: 1, max: 10 }, overview, [])).toEqual({ traces: 2, failed: 0 });
    expect(countIn({ start: 0n, end: 100n, min: 1, max: 100 }, overview, [])).toEqual({ traces: 3, failed: 1 });
    expect(countIn({ start: 60n, end: 70n, min: 1, max: 100 }, overview, [])).toEqual({ traces: 0, failed: 0 });
  });
});
