import { describe, expect, it } from 'vitest';

import type { Overview } from '../../api/overview';
import { countCells, selectionOf, snapped } from './heatCells';
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

const overview: Overview = {
  traces: 4, failed: 1, truncated: false, p50: 0, p95: 0, startUnixNano: 1000n, endUnixNano: 1100n, columns: 8,
  rowBounds: [1, 10, 100, 1000],
  cells: [
    { column: 0, row: 0, traces: 2, failed: 0 },
    { column: 1, row: 0, traces: 1, failed: 0 },
    { column: 7, row: 2, traces: 1, failed: 1 },
  ],
  facets: { service: [], operation: [], status: [] },
};
const heatScale = { start: 1000n, end: 1100n, min: 1, max: 1000 };

describe('a region of the heat map', () => {
  it.each([
    // Where its columns begin: 1000, 1013, 1025, 1038, 1050, …
    ['goes to the nearest edges', [1005n, 1014n, 2, 8], [1000n, 1012n, 1, 9], { traces: 2, failed: 0 }],
    ['is a cell at least', [1014n, 1014n, 2, 2], [1013n, 1024n, 1, 9], { traces: 1, failed: 0 }],
    ['may be all', [0n, 5000n, 0, 1e9], [1000n, 1100n, 1, 999], { traces: 4, failed: 1 }],
    ['may be where nothing is', [1049n, 1064n, 10, 100], [1050n, 1062n, 10, 99], { traces: 0, failed: 0 }],
    ['reaches the last cell', [1090n, 1100n, 200, 1000], [1088n, 1100n, 100, 999], { traces: 1, failed: 1 }],
  ] as const)('%s', (_, [start, end, min, max], [first, last, low, high], expected) => {
    const region = snapped({ start, end, min, max }, overview, heatScale);
    expect(region).toEqual({ start: first, end: last, min: low, max: high });
    expect(snapped(region, overview, heatScale)).toEqual(region);
    expect(countCells(region, overview)).toEqual(expected);
  });

  it('has no bounds where the map ends', () => {
    expect(selectionOf({ start: 1000n, end: 1100n, min: 1, max: 999 }, heatScale)).toEqual({ durationMin: '1' });
    expect(selectionOf({ start: 1013n, end: 1024n, min: 10, max: 99 }, heatScale)).toEqual({
      startMin: '1013', startMax: '1024', durationMin: '10', durationMax: '99',
    });
  });
});
