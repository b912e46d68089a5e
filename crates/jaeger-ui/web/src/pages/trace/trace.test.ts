import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { findGroups } from '../../model/groups';
import { rowType, RowType, visibleRows } from '../../model/rows';
import { modelOf, randomSpans } from '../../model/testTraces';
import { collapseAll, expandAll, focusedOn, foldLevel, revealed, rulesOf, toggled } from './folding';
import { binTrace } from './minimapBins';
import { readCondition } from './spanCondition';
import { rowsOfSpanIds } from './spanIds';
import { nextRow } from './walk';
import { asState, movedBy, zoomedBy } from './zoom';

const none = { depth: undefined, collapseBelow: undefined, collapsed: undefined };
const chain = modelOf([
  { id: '1', start: 0, duration: 100 },
  { id: '2', parent: '1', start: 10, duration: 80 },
  { id: '3', parent: '2', start: 20, duration: 60 },
  { id: '4', parent: '3', start: 30, duration: 40, error: true },
]);
const siblings = modelOf([
  { id: '1', start: 0, duration: 100 },
  ...Array.from({ length: 6 }, (_, index) => ({
    id: `a${index}`, parent: '1', name: 'query', start: 10 * index, duration: 5,
  })),
]);

describe('rowsOfSpanIds', () => {
  it('finds each known id once, short ones too', () => {
    expect(rowsOfSpanIds(chain.columns, ['3', '0000000000000001', 'ff'])).toEqual(new Set([0, 2]));
    expect(rowsOfSpanIds(chain.columns, [])).toEqual(new Set());
  });
});

describe('folding', () => {
  const rows = (model: typeof chain, patch: object, groups = findGroups(model)) => {
    const rules = rulesOf(model, { ...none, ...patch });
    return visibleRows(model, { ...rules, groups, openGroups: rules.collapsed });
  };

  it('folds all, unfolds all, and goes level by level', () => {
    expect(rows(chain, collapseAll())).toHaveLength(1);
    expect(rows(chain, expandAll(chain))).toHaveLength(4);
    const oneLess = foldLevel(chain, rulesOf(chain, none), -1);
    expect(rows(chain, oneLess)).toHaveLength(3);
    expect(foldLevel(chain, rulesOf(chain, { ...none, ...oneLess }), 1).depth).toBeUndefined();
    expect(foldLevel(chain, rulesOf(chain, { ...none, depth: 0 }), -1).depth).toBe(0);
  });

  it('folds what is shorter than a duration', () => {
    expect(rows(chain, { collapseBelow: '70ns' })).toHaveLength(3);
    expect(rows(chain, { collapseBelow: 'nonsense' })).toHaveLength(4);
  });

  it('unfolds only what leads to rows', () => {
    const focus = focusedOn(siblings, findGroups(siblings), [3]);
    expect(rows(siblings, focus)).toHaveLength(1 + 1 + 6);
    expect(rows(chain, focusedOn(chain, undefined, [2]))).toHaveLength(3);
    expect(rows(chain, focusedOn(chain, undefined, [0]))).toHaveLength(1);
  });

  it('turns one span round, and back', () => {
    const ids = toggled(chain, undefined, 1);
    expect(ids).toEqual(['0000000000000002']);
    expect(toggled(chain, ids, 1)).toBeUndefined();
  });

  it('reveals a span below folded ones', () => {
    const collapsed = revealed(chain, rulesOf(chain, { ...none, depth: 1 }), undefined, undefined, [3]);
    expect(rows(chain, { depth: 1, collapsed })).toHaveLength(4);
  });

  it('reveals a member of a group by opening the group', () => {
    const groups = findGroups(siblings);
    expect(Array.from(rows(siblings, {}), rowType)).toEqual([RowType.span, RowType.group]);
    const collapsed = revealed(siblings, rulesOf(siblings, none), groups, undefined, [4]);
    expect(rows(siblings, { collapsed })).toHaveLength(8);
    // Once more changes nothing.
    expect(revealed(siblings, rulesOf(siblings, { ...none, collapsed }), groups, collapsed, [4])).toEqual(collapsed);
  });

  it('reveals any span of any trace', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(10_000), { minLength: 1, maxLength: 40 }), fc.nat(), fc.nat(4), (numbers, pick, depth) => {
        const model = modelOf(randomSpans(numbers));
        const row = pick % model.columns.count;
        const rules = rulesOf(model, { ...none, depth });
        const collapsed = revealed(model, rules, undefined, undefined, [row]);
        const shown = visibleRows(model, rulesOf(model, { ...none, depth, collapsed }));
        expect(shown).toContain(row);
      }),
    );
  });
});

describe('nextRow', () => {
  it('goes round at both ends', () => {
    const rows = [2, 5, 9];
    expect(nextRow(rows, 2, 1)).toBe(5);
    expect(nextRow(rows, 3, 1)).toBe(5);
    expect(nextRow(rows, 9, 1)).toBe(2);
    expect(nextRow(rows, -1, 1)).toBe(2);
    expect(nextRow(rows, 2, -1)).toBe(9);
    expect(nextRow(rows, 6, -1)).toBe(5);
    expect(nextRow([], 3, 1)).toBe(-1);
  });
});

describe('zoom', () => {
  it('stays within the trace', () => {
    expect(zoomedBy([0, 100], 2, 100)).toEqual([0, 100]);
    expect(zoomedBy([0, 100], 0.5, 100)).toEqual([25, 75]);
    expect(movedBy([50, 100], 1, 100)).toEqual([50, 100]);
    expect(movedBy([50, 100], -1, 100)).toEqual([0, 50]);
    expect(asState([0, 100], 100)).toBeUndefined();
  });

  it('never makes an empty window', () => {
    const inside = fc.tuple(fc.nat(1e9), fc.integer({ min: 1, max: 1e9 }), fc.double({ min: 0.01, max: 100, noNaN: true }));
    fc.assert(
      fc.property(inside, ([start, length, factor]) => {
        const duration = 2e9;
        const [from, to] = zoomedBy([start, start + length], factor, duration);
        expect(from).toBeGreaterThanOrEqual(0);
        expect(to).toBeLessThanOrEqual(duration + 1e-3);
        expect(to).toBeGreaterThan(from);
      }),
    );
  });
});

describe('binTrace', () => {
  it('shows every span, and marks where failed ones end', () => {
    const bins = binTrace(chain, 10, 20);
    expect(bins.lanes).toBe(4);
    expect(Array.from(bins.service.slice(0, 10))).toEqual(new Array(10).fill(1));
    // The last row lasts from 30 to 70 of 100.
    expect(Array.from(bins.service.slice(30))).toEqual([0, 0, 0, 1, 1, 1, 1, 1, 0, 0]);
    expect(Array.from(bins.errors)).toEqual([0, 0, 0, 0, 0, 0, 0, 1, 0, 0]);
  });

  it('takes many spans and traces without a duration', () => {
    const many = modelOf(Array.from({ length: 500 }, (_, index) => ({ id: (index + 1).toString(16), start: 0, duration: 0 })));
    const bins = binTrace(many, 5, 20);
    expect(bins.lanes).toBe(20);
    expect(bins.service[0]).toBe(1);
  });
});

describe('readCondition', () => {
  it('reads a group, with its braces or without', () => {
    const expr = { all: [{ field: 'duration', op: '>', value: 100e6 }, { field: 'status', op: '=', value: 'error' }] };
    expect(readCondition('{ duration > 100ms && status = error }')).toEqual({ expr });
    expect(readCondition('duration > 100ms && status = error')).toEqual({ expr });
    expect(readCondition('{ resource.service.name = "db" }')).toEqual({ expr: { field: 'service', op: '=', value: 'db' } });
    expect(readCondition('{ span.http.route =~ "/api" }')).toEqual({
      expr: { attribute: 'span.http.route', op: '=~', value: '/api' },
    });
  });

  it('says what it cannot follow', () => {
    expect(readCondition('{ duration > }').problem).toBeTruthy();
    expect(readCondition('{ event:name = "x" }').problem).toBeTruthy();
    expect(readCondition('{ name = "a" } && { name = "b" }').problem).toBeTruthy();
  });
});
