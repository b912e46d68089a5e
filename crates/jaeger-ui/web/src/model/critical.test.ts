import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Kind, type TraceModel } from './columns';
import { modelOf, randomSpans, type SpanText } from './testTraces';

/** The path as `row start-end`. */
function path(spans: SpanText[]): string[] {
  const { critical } = modelOf(spans).derived;
  return Array.from(critical.row, (row, part) => `${row} ${critical.start[part]}-${critical.end[part]}`);
}

const end = ({ columns }: TraceModel, row: number) => columns.start[row] + columns.duration[row];

/** Parts from the last to the first of a span that counts from `from` to `to`. */
function naive(model: TraceModel, row: number, from: number, to: number): number[][] {
  const { parent, start, kind, count } = model.columns;
  const cut = (child: number) => [Math.max(start[child], from), Math.min(end(model, child), to)];
  const parts: number[][] = [];
  const seen = new Set<number>();
  for (let time = to; ; ) {
    let last = -1;
    for (let child = 0; child < count; child++) {
      if (parent[child] !== row || seen.has(child)) continue;
      if (kind[row] === Kind.producer && kind[child] === Kind.consumer) continue;
      const [childFrom, childTo] = cut(child);
      if (childFrom > childTo || childTo > time) continue;
      if (last < 0 || childTo > cut(last)[1] || (childTo === cut(last)[1] && childFrom >= cut(last)[0])) last = child;
    }
    const [lastFrom, lastTo] = last < 0 ? [from, from] : cut(last);
    if (lastTo < time) parts.push([row, lastTo, time]);
    if (last < 0) return parts;
    seen.add(last);
    parts.push(...naive(model, last, lastFrom, lastTo));
    time = lastFrom;
  }
}

describe('critical path', () => {
  it('goes down into the child that finished last', () => {
    expect(path([
      { id: '1', start: 0, duration: 100 },
      { id: '2', parent: '1', start: 10, duration: 20 },
      { id: '3', parent: '1', start: 20, duration: 60 },
      { id: '4', parent: '3', start: 30, duration: 10 },
    ])).toEqual(['0 0-20', '2 20-30', '3 30-40', '2 40-80', '0 80-100']);
  });

  it('goes on with what ended before that child began', () => {
    expect(path([
      { id: '1', start: 0, duration: 100 },
      { id: '2', parent: '1', start: 0, duration: 40 },
      { id: '3', parent: '1', start: 40, duration: 60 },
    ])).toEqual(['1 0-40', '2 40-100']);
  });

  it('cuts children that reach beyond their span, and leaves those outside', () => {
    expect(path([
      { id: '1', start: 10, duration: 50 },
      { id: '2', parent: '1', start: 0, duration: 20 },
      { id: '3', parent: '1', start: 40, duration: 60 },
      { id: '4', parent: '1', start: 70, duration: 5 },
    ])).toEqual(['1 10-20', '0 20-40', '2 40-60']);
  });

  it('does not wait for a consumer', () => {
    expect(path([
      { id: '1', start: 0, duration: 100, kind: Kind.producer },
      { id: '2', parent: '1', start: 10, duration: 80, kind: Kind.consumer },
    ])).toEqual(['0 0-100']);
  });

  it('goes on with the root that had run longest', () => {
    expect(path([
      { id: '1', start: 0, duration: 100 },
      { id: '2', start: 90, duration: 30 },
      { id: '3', parent: '1', start: 20, duration: 75 },
    ])).toEqual(['0 0-20', '1 20-90', '2 90-120']);
  });

  it('agrees with the rule told by recursion', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(100_000), { minLength: 1, maxLength: 40 }), (numbers) => {
        const spans = randomSpans(numbers).map((span, index) => {
          return { ...span, parent: index === 0 ? undefined : ((numbers[index] % index) + 1).toString(16) };
        });
        const model = modelOf(spans);
        const { roots: [root], critical } = model.derived;
        const parts = Array.from(critical.row, (row, part) => [row, critical.start[part], critical.end[part]]);
        expect(parts).toEqual(naive(model, root, model.columns.start[root], end(model, root)).reverse());
      }),
    );
  });

  it('has no overlap, and covers a single root whole', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(100_000), { maxLength: 60 }), (numbers) => {
        const { columns, derived } = modelOf(randomSpans(numbers));
        const { start, end } = derived.critical;
        for (let part = 0; part < start.length; part++) {
          expect(end[part]).toBeGreaterThan(start[part]);
          if (part > 0) expect(start[part]).toBeGreaterThanOrEqual(end[part - 1]);
        }
        if (derived.roots.length !== 1) return;
        const total = derived.onCritical.reduce((sum, nanos) => sum + nanos, 0);
        expect(total).toBe(columns.duration[0]);
      }),
    );
  });
});
