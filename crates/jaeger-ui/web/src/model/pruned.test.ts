import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { prune } from './pruned';
import { rowCode, RowType, visibleRows } from './rows';
import { modelOf, randomSpans } from './testTraces';

const model = modelOf([
  { id: '1', service: 'web', start: 0, duration: 100 },
  { id: '2', parent: '1', service: 'pay', start: 10, duration: 50 },
  { id: '3', parent: '2', service: 'web', start: 20, duration: 10, error: true },
  { id: '4', parent: '1', service: 'db', start: 70, duration: 10 },
]);
const noRules = { collapsed: new Set<number>() };

describe('services that are left out', () => {
  it('go with all that is below them', () => {
    const pruned = prune(model, new Set(['web', 'db']));
    expect(Array.from(pruned.rows)).toEqual([0, 1, 1, 0]);
    expect(Array.from(pruned.below)).toEqual([[0, { spans: 2, errors: 1 }]]);
    expect(Array.from(visibleRows(model, { ...noRules, pruned }))).toEqual([0, rowCode(RowType.pruned, 1), 3]);
  });

  it('leave one root', () => {
    const pruned = prune(model, new Set(['db']));
    expect(Array.from(pruned.rows)).toEqual([0, 1, 1, 0]);
    const folded = { collapsed: new Set([0]), pruned };
    expect(Array.from(visibleRows(model, folded))).toEqual([0]);
  });

  it('have one row for all that is missing below a span', () => {
    const pruned = prune(model, new Set(['web']));
    expect(pruned.below.get(0)).toEqual({ spans: 3, errors: 1 });
    expect(Array.from(visibleRows(model, { ...noRules, pruned }))).toEqual([0, rowCode(RowType.pruned, 1)]);
  });

  it('are counted whole', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(), { maxLength: 60 }), fc.subarray(['a', 'b', 'c']), (numbers, services) => {
        const any = modelOf(randomSpans(numbers));
        const shown = new Set(services);
        const { rows, below } = prune(any, shown);
        const missing = rows.reduce((sum, one) => sum + one, 0);
        expect([...below.values()].reduce((sum, part) => sum + part.spans, 0)).toBe(missing);
      }),
    );
  });
});
