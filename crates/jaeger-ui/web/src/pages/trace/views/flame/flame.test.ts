import { describe, expect, it } from 'vitest';

import { heavyLayoutOf, timeLayout } from '../../../../model/flame';
import { modelOf } from '../../../../model/testTraces';
import { chartsOf, marksOfFrame } from './charts';
import { frameFigures, framesOfRows, heaviestFrame, nodesOfRows } from './frames';
import { movedTo, neighbour, rectAt } from './geometry';
import { ticksOf } from './ticks';

const model = modelOf([
  { id: '1', name: 'root', start: 0, duration: 100 },
  { id: '2', parent: '1', name: 'left', start: 0, duration: 40 },
  { id: '3', parent: '2', name: 'leaf', start: 10, duration: 20 },
  { id: '4', parent: '1', name: 'right', start: 50, duration: 50, error: true },
  { id: '5', parent: '4', name: 'right', start: 60, duration: 30 },
]);
const { parent } = model.columns;

describe('finding frames', () => {
  const layout = timeLayout(model);

  it('below the pointer', () => {
    expect(rectAt(layout, 0, 5, 0)).toBe(0);
    expect(rectAt(layout, 1, 45, 0)).toBe(-1);
    expect(rectAt(layout, 1, 45, 6)).toBe(3);
    expect(rectAt(layout, 1, 42, 6)).toBe(1);
    expect(rectAt(layout, 9, 5, 100)).toBe(-1);
  });

  it.each([
    [0, 'down', 3], [3, 'up', 0], [0, 'up', -1], [1, 'right', 3], [3, 'left', 1],
    [3, 'right', -1], [1, 'down', 2], [2, 'down', -1], [2, 'right', 4],
  ] as const)('beside %i, %s', (from, direction, to) => {
    expect(neighbour(layout, from, direction, parent)).toBe(to);
    expect(neighbour(layout, from, direction)).toBe(to);
  });
});

describe('a window', () => {
  const window: [number, number] = [100, 200];
  it.each([[150, 160], [90, 101], [199, 500], [0, 999], [100, 100]])('stays for what is in sight: %i to %i', (x0, x1) => {
    expect(movedTo(window, x0, x1)).toBe(window);
  });
  it.each([
    [20, 40, 20, 120], [40, 100, 40, 140], [250, 260, 160, 260], [200, 240, 140, 240], [300, 900, 300, 400], [300, 300, 200, 300],
  ])('moves to %i to %i', (x0, x1, from, to) => expect(movedTo(window, x0, x1)).toEqual([from, to]));
});

describe('figures of frames', () => {
  const { tree } = heavyLayoutOf(model);
  const figures = frameFigures(model, tree);

  it('count what runs below itself once', () => {
    const right = figures.find(({ name }) => name === 'right');
    expect(right).toMatchObject({ spans: 2, errors: 1, self: 50, total: 50, firstRow: 3 });
    expect(figures.reduce((sum, { self }) => sum + self, 0)).toBe(100);
    expect(figures[heaviestFrame(figures)].name).toBe('right');
  });

  it('know the frames of rows', () => {
    const rows = Uint32Array.of(4);
    expect(nodesOfRows(tree, rows).reduce((sum, mark) => sum + mark, 0)).toBe(1);
    expect(framesOfRows(tree, rows)[tree.frame[tree.nodeOf[3]]]).toBe(1);
  });
});

describe('charts', () => {
  const { tree } = heavyLayoutOf(model);
  const folded = { model, tree, figures: frameFigures(model, tree) };
  const right = tree.frame[tree.nodeOf[3]];

  it('by time have a box for each span', () => {
    const [chart] = chartsOf(folded, 'time', -1);
    expect(chart.describe(3)).toBe('a  right · 50 ns, self 20 ns · starts at 50 ns · failed');
    expect(Array.from(chart.marksOf(Uint32Array.of(2)))).toEqual([0, 0, 1, 0, 0]);
    expect(Array.from(marksOfFrame(chart, right) ?? [])).toEqual([0, 0, 0, 1, 1]);
    expect(marksOfFrame(chart, -1)).toBeUndefined();
  });

  it('by weight say what a path took', () => {
    const [chart] = chartsOf(folded, 'heavy', -1);
    const box = tree.nodeOf[3];
    expect(chart.describe(box)).toBe('a  right · 50 ns here (50 %) · in all 50 ns, self 50 ns · 2 spans · 1 failed, 1 here');
    expect(chart.rowOf(box)).toBe(3);
    expect([chart.names.failed(box), chart.names.failed(tree.nodeOf[4])]).toEqual([true, false]);
    expect(chart.marksOf(Uint32Array.of(3))[box]).toBe(1);
  });

  it('of the critical path have what the trace waited for, and nothing else', () => {
    const [chart] = chartsOf(folded, 'heavy', -1, true);
    expect(chart.layout.width).toBe(100);
    const named = Array.from(chart.layout.frame, (_, rect) => [chart.names.name(rect), chart.layout.x1[rect] - chart.layout.x0[rect]]);
    expect(named).toEqual([['root', 100], ['left', 40], ['leaf', 20], ['right', 50], ['right', 30]]);
    const beside = modelOf([
      { id: '1', name: 'root', start: 0, duration: 100 },
      { id: '2', parent: '1', name: 'waited for', start: 0, duration: 100 },
      { id: '3', parent: '1', name: 'aside', start: 0, duration: 90 },
      { id: '4', parent: '3', name: 'aside', start: 0, duration: 80 },
    ]);
    const other = heavyLayoutOf(beside).tree;
    const [left] = chartsOf({ model: beside, tree: other, figures: frameFigures(beside, other) }, 'heavy', -1, true);
    expect(Array.from(left.layout.frame, (_, rect) => left.names.name(rect))).toEqual(['root', 'waited for']);
    expect(Array.from(left.marksOf(Uint32Array.of(1, 2)))).toEqual([0, 1]);
  });

  it('of callers and callees have the frame in the middle', () => {
    const charts = chartsOf(folded, 'sandwich', right);
    expect(charts.map(({ id, upward = false }) => [id, upward])).toEqual([['callers', true], ['callees', false]]);
    for (const chart of charts) expect(chart.frameOf(0)).toBe(right);
    expect(charts[0].names.name(1)).toBe('root');
  });
});

describe('ticks', () => {
  it.each([
    [0, 100, 5, [0, 20, 40, 60, 80, 100]],
    [1, 9, 3, [5]],
    [950, 1050, 2, [950, 1000, 1050]],
    [3, 3, 4, []],
    [0, 4 * 3600e9, 5, [0, 3600e9, 7200e9, 10_800e9, 14_400e9]],
  ])('from %d to %d, at most about %d', (from, to, most, ticks) => {
    expect(ticksOf(from, to, most)).toEqual(ticks);
  });
});
