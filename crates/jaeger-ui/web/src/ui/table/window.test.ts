import { describe, expect, test } from 'vitest';

import { rowWindow, scrollTo } from './window';

const ROW = 28;
const VIEW = 560;

describe('a short list', () => {
  test('is drawn whole', () => {
    const { first, end, height } = rowWindow(10, ROW, VIEW, 0);
    expect([first, end, height]).toEqual([0, 10, 280]);
  });
  test('of nothing', () => expect(rowWindow(0, ROW, VIEW, 0)).toMatchObject({ first: 0, end: 0, height: 0 }));
});

describe.each([5_000, 1_000_000, 5_000_000])('%d rows', (rows) => {
  test('few are drawn, and they fill the view', () => {
    const { height } = rowWindow(rows, ROW, VIEW, 0);
    expect(height).toBeLessThanOrEqual(15e6);
    for (const share of [0, 0.1, 0.5, 0.999, 1]) {
      const scrollTop = share * (height - VIEW);
      const { first, end, top } = rowWindow(rows, ROW, VIEW, scrollTop);
      expect(end - first).toBeLessThan(40);
      expect(top(first)).toBeLessThanOrEqual(scrollTop + 1e-3);
      expect(top(end - 1) + ROW).toBeGreaterThanOrEqual(scrollTop + VIEW - 1e-3);
    }
  });

  test('the last row is in sight at the end', () => {
    const { height } = rowWindow(rows, ROW, VIEW, 0);
    expect(rowWindow(rows, ROW, VIEW, height - VIEW).end).toBe(rows);
  });

  test('any row can be scrolled to, and stays where it is when it is in sight', () => {
    for (const row of [0, 7, 100, Math.floor(rows / 2), rows - 1]) {
      const at = scrollTo(row, rows, ROW, VIEW, 0) ?? 0;
      const { top } = rowWindow(rows, ROW, VIEW, at);
      expect(top(row)).toBeGreaterThanOrEqual(at - 1e-3);
      expect(top(row) + ROW).toBeLessThanOrEqual(at + VIEW + 1e-3);
      expect(scrollTo(row, rows, ROW, VIEW, at + 1e-4) ?? at).toBeCloseTo(at, 1);
    }
  });
});
