import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TraceModel } from './columns';
import { modelOf, randomSpans } from './testTraces';

function childrenOf({ columns }: TraceModel, row: number): number[] {
  return Array.from({ length: columns.count }, (_, child) => child).filter((child) => columns.parent[child] === row);
}

/** Self time the slow way: nanosecond by nanosecond. */
function naiveSelf(model: TraceModel, row: number): number {
  const { start, duration } = model.columns;
  const children = childrenOf(model, row);
  let self = 0;
  for (let time = start[row]; time < start[row] + duration[row]; time++) {
    if (!children.some((child) => start[child] <= time && time < start[child] + duration[child])) self++;
  }
  return self;
}

describe('derive', () => {
  it('agrees with the definitions', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(100_000), { maxLength: 40 }), (numbers) => {
        const model = modelOf(randomSpans(numbers));
        const { columns, derived } = model;
        for (let row = 0; row < columns.count; row++) {
          const children = childrenOf(model, row);
          expect(derived.children[row]).toBe(children.length);
          expect(derived.subtree[row]).toBe(children.reduce((sum, child) => sum + derived.subtree[child], 1));
          expect(derived.self[row]).toBe(naiveSelf(model, row));
          const failed = children.reduce(
            (sum, child) => sum + derived.errorsBelow[child] + Number(columns.status[child] === 2),
            0,
          );
          expect(derived.errorsBelow[row]).toBe(failed);
          expect(derived.depth[row]).toBe(columns.parent[row] < 0 ? 0 : derived.depth[columns.parent[row]] + 1);
        }
      }),
    );
  });

  it('sums by service', () => {
    const { columns, derived } = modelOf([
      { id: '1', service: 'a', start: 0, duration: 100 },
      { id: '2', parent: '1', service: 'b', start: 10, duration: 30, error: true },
      { id: '3', parent: '1', service: 'b', start: 30, duration: 30 },
    ]);
    expect(columns.services).toEqual(['a', 'b']);
    expect(Array.from(derived.byService.self)).toEqual([50, 60]);
    expect(Array.from(derived.byService.spans)).toEqual([1, 2]);
    expect(Array.from(derived.byService.errors)).toEqual([0, 1]);
    expect(Array.from(derived.errors)).toEqual([1]);
  });
});
