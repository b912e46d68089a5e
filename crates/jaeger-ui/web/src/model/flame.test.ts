import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { heavyLayout, sandwich, timeLayout, visibleRects } from './flame';
import { foldPaths } from './paths';
import { modelOf, randomSpans, type SpanText } from './testTraces';

const tree: SpanText[] = [
  { id: '1', name: 'root', start: 0, duration: 100 },
  { id: '2', parent: '1', name: 'small', start: 0, duration: 10 },
  { id: '3', parent: '1', name: 'big', start: 10, duration: 30 },
  { id: '4', parent: '1', name: 'big', start: 40, duration: 30 },
  { id: '5', parent: '3', name: 'small', start: 10, duration: 20 },
];

describe('by time', () => {
  it('puts spans that overlap into lanes of their own', () => {
    const layout = timeLayout(modelOf([
      { id: '1', start: 0, duration: 100 },
      { id: '2', parent: '1', start: 0, duration: 50 },
      { id: '3', parent: '1', start: 20, duration: 50 },
      { id: '4', parent: '1', start: 60, duration: 10 },
    ]));
    expect(Array.from(layout.lane)).toEqual([0, 1, 2, 1]);
    expect(layout.lanes).toBe(3);
  });

  it('never lets two spans of a lane overlap', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(100_000), { maxLength: 40 }), (numbers) => {
        const { x0, x1, lane } = timeLayout(modelOf(randomSpans(numbers)));
        for (let a = 0; a < lane.length; a++) {
          for (let b = 0; b < a; b++) {
            if (lane[a] === lane[b]) expect(Math.min(x1[a], x1[b])).toBeLessThanOrEqual(Math.max(x0[a], x0[b]));
          }
        }
      }),
    );
  });
});

describe('by path', () => {
  it('folds equal paths and puts the widest first', () => {
    const model = modelOf(tree);
    const paths = foldPaths(model);
    const layout = heavyLayout(paths);
    const name = (node: number) => model.columns.names[paths.frames[paths.frame[node]].name];
    const rects = Array.from(layout.x0, (x0, node) => `${layout.lane[node]} ${name(node)} ${x0}-${layout.x1[node]}`);
    expect(rects).toEqual(['0 root 0-100', '1 small 60-70', '1 big 0-60', '2 small 0-20']);
    expect(layout.width).toBe(100);
    expect(Array.from(paths.spans)).toEqual([1, 1, 2, 1]);
  });

  it('keeps every child within its parent', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(100_000), { maxLength: 40 }), (numbers) => {
        const paths = foldPaths(modelOf(randomSpans(numbers)));
        const { x0, x1 } = heavyLayout(paths);
        for (let node = 0; node < paths.count; node++) {
          const parent = paths.parent[node];
          if (parent < 0) continue;
          expect(x0[node]).toBeGreaterThanOrEqual(x0[parent]);
          expect(x1[node]).toBeLessThanOrEqual(x1[parent]);
        }
      }),
    );
  });

  it('shows what leads to a frame and what it leads to', () => {
    const paths = foldPaths(modelOf(tree));
    const small = paths.frame[1];
    const { callers, callees } = sandwich(paths, small);
    expect(Array.from(callees.x1)).toEqual([30]);
    // Its places: below root (10), and below big below root (20).
    expect(Array.from(callers.lane)).toEqual([0, 1, 1, 2]);
    expect(Array.from(callers.x1, (x1, node) => x1 - callers.x0[node])).toEqual([30, 10, 20, 20]);
  });

  it('counts failures where they happened', () => {
    const failing = tree.map((span) => ({ ...span, error: span.id === '5' || span.id === '1' }));
    const paths = foldPaths(modelOf(failing));
    const { names } = modelOf(failing).columns;
    const small = paths.frames.findIndex(({ name }) => names[name] === 'small');
    const { callers, callees } = sandwich(paths, small);
    // Only the one below big failed.
    expect(Array.from(callers.errors ?? [])).toEqual([1, 0, 1, 1]);
    expect(Array.from(callees.errors ?? [])).toEqual([1]);
    expect(Array.from(heavyLayout(paths).errors ?? [])).toEqual(Array.from(paths.errors));
  });

  it('counts calls of itself once', () => {
    const paths = foldPaths(modelOf([
      { id: '1', name: 'f', start: 0, duration: 10 },
      { id: '2', parent: '1', name: 'f', start: 0, duration: 4 },
    ]));
    const { callers, callees } = sandwich(paths, 0);
    expect(callees.width).toBe(10);
    expect(callers.width).toBe(10);
  });
});

describe('rectangles to draw', () => {
  it('are at most one for each pixel of each lane, the longest', () => {
    const count = 1000;
    const layout = {
      x0: Float64Array.from({ length: count }, (_, index) => index),
      x1: Float64Array.from({ length: count }, (_, index) => index + (index === 42 ? 500 : 1)),
      lane: new Uint16Array(count),
      frame: new Uint32Array(count),
      lanes: 1,
      width: count,
    };
    const rects = visibleRects(layout, { from: 0, to: 1000, width: 10, firstLane: 0, lanes: 1 });
    expect(rects).toHaveLength(10);
    expect(rects).toContain(42);
    const zoomed = visibleRects(layout, { from: 100, to: 110, width: 1000, firstLane: 0, lanes: 1 });
    expect(Array.from(zoomed)).toEqual([42, 101, 102, 103, 104, 105, 106, 107, 108, 109, 110]);
  });

  it('are none in a window without width', () => {
    const layout = timeLayout(modelOf(tree));
    expect(visibleRects(layout, { from: 5, to: 5, width: 100, firstLane: 0, lanes: 3 })).toHaveLength(0);
  });
});
