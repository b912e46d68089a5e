import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TraceModel } from './columns';
import { findGroups } from './groups';
import { isCollapsed, nearestPosition, rowCode, rowIndex, type RowOptions, rowPositions, RowType, rowType, visibleRows } from './rows';
import { modelOf, randomSpans, type SpanText } from './testTraces';

/** Visible rows the slow way: a row is there if nothing above it is closed. */
function naive(model: TraceModel, options: RowOptions): number[] {
  const { parent, count } = model.columns;
  const rows: number[] = [];
  for (let row = 0; row < count; row++) {
    let isOpen = true;
    for (let above = parent[row]; above >= 0; above = parent[above]) {
      if (isCollapsed(model, options, above)) isOpen = false;
    }
    if (isOpen && options.hidden?.[row] !== 1) rows.push(row);
  }
  return rows;
}

const siblings = (count: number): SpanText[] => [
  { id: '1', start: 0, duration: 1000 },
  { id: '2', parent: '1', name: 'other', start: 5, duration: 1 },
  ...Array.from({ length: count }, (_, index) => ({
    id: (index + 16).toString(16), parent: '1', name: 'query', start: 10 + index * 10, duration: 5,
  })),
  { id: '3', parent: '1', name: 'last', start: 990, duration: 1 },
];

describe('visible rows', () => {
  it('agree with the definition', () => {
    const options = fc.record({
      collapsed: fc.uniqueArray(fc.nat(40)).map((rows) => new Set(rows)),
      depthLimit: fc.option(fc.nat(4), { nil: undefined }),
      collapseBelowNanos: fc.option(fc.nat(30), { nil: undefined }),
      hidden: fc.option(fc.array(fc.nat(1), { minLength: 40, maxLength: 40 }).map((marks) => Uint8Array.from(marks)), { nil: undefined }),
    });
    fc.assert(
      fc.property(fc.array(fc.nat(100_000), { maxLength: 40 }), options, (numbers, given) => {
        const model = modelOf(randomSpans(numbers));
        expect(Array.from(visibleRows(model, given))).toEqual(naive(model, given));
      }),
    );
  });

  it('start at the span that was made the root', () => {
    const model = modelOf([
      { id: '1', start: 0, duration: 9 },
      { id: '2', parent: '1', start: 1, duration: 2 },
      { id: '3', parent: '2', start: 1, duration: 1 },
      { id: '4', parent: '1', start: 5, duration: 2 },
    ]);
    expect(Array.from(visibleRows(model, { collapsed: new Set(), root: 1 }))).toEqual([1, 2]);
  });

  it('fold equal siblings into one row, and show them when it is open', () => {
    const model = modelOf(siblings(6));
    const groups = findGroups(model);
    const closed = visibleRows(model, { collapsed: new Set(), groups });
    expect(Array.from(closed)).toEqual([0, 1, rowCode(RowType.group, 0), 8]);
    expect(rowType(closed[2])).toBe(RowType.group);
    expect(rowIndex(closed[2])).toBe(0);
    expect(Array.from(rowPositions(model, closed, groups))).toEqual([0, 1, 2, 2, 2, 2, 2, 2, 3]);
    const open = visibleRows(model, { collapsed: new Set(), groups, openGroups: new Set([2]) });
    expect(Array.from(open)).toEqual([0, 1, rowCode(RowType.group, 0), 2, 3, 4, 5, 6, 7, 8]);
  });

  it('say where a gap is', () => {
    const model = modelOf(siblings(1));
    const codes = visibleRows(model, { collapsed: new Set(), gaps: [{ start: 15, end: 990 }] });
    expect(Array.from(codes, rowType)).toEqual([0, 0, 0, 2, 0]);
  });

  it('give a hidden span the place of the nearest one above', () => {
    const model = modelOf([
      { id: '1', start: 0, duration: 9 },
      { id: '2', parent: '1', start: 1, duration: 2 },
      { id: '3', parent: '2', start: 1, duration: 1 },
    ]);
    const positions = rowPositions(model, visibleRows(model, { collapsed: new Set([1]) }));
    expect(Array.from(positions)).toEqual([0, 1, -1]);
    expect(nearestPosition(model, positions, 2)).toBe(1);
  });
});

describe('groups', () => {
  it('need five equal leaves', () => {
    expect(findGroups(modelOf(siblings(4))).list).toHaveLength(0);
    const [group] = findGroups(modelOf(siblings(5))).list;
    expect(group).toMatchObject({ parent: 0, start: 10, end: 55, total: 25, min: 5, median: 5, p95: 5, max: 5, errors: 0 });
  });

  it('see whether they overlap', () => {
    expect(findGroups(modelOf(siblings(5))).list[0].isSequential).toBe(true);
    const overlapping = siblings(5).map((span) => (span.name === 'query' ? { ...span, duration: 12 } : span));
    expect(findGroups(modelOf(overlapping)).list[0].isSequential).toBe(false);
  });

  it('leave out what has children', () => {
    const spans = siblings(5).concat({ id: 'aa', parent: '10', start: 11, duration: 1 });
    expect(findGroups(modelOf(spans)).list).toHaveLength(0);
  });
});
