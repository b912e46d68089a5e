// The charts of the flame view: boxes, what they stand for, and what is said of them.

import { Status } from '../../../../model/columns';
import type { TraceModel } from '../../../../model/columns';
import { criticalTree, heavyLayout, sandwich, timeLayout } from '../../../../model/flame';
import type { FlameLayout } from '../../../../model/flame';
import { clip, count, duration, percent } from '../../../../model/format';
import type { PathTree } from '../../../../model/paths';
import type { TraceState } from '../../../../url/trace';
import { frameOfRow, framesOfRows, marksOfRows, nodesOfRows } from './frames';
import type { FrameFigures } from './frames';
import type { FrameNames } from './paint';

/** What does not change when boxes are pointed out or found. */
export interface Chart {
  id: string;
  label: string;
  layout: FlameLayout;
  names: FrameNames;
  parent?: Int32Array;
  upward?: boolean;
  describe(rect: number): string;
  /** The frame of a box, and one of its spans. */
  frameOf(rect: number): number;
  rowOf(rect: number): number;
  /** A 1 for each box that has one of these spans. */
  marksOf(rows: Uint32Array): Uint8Array;
}

export interface Folded {
  model: TraceModel;
  tree: PathTree;
  figures: readonly FrameFigures[];
}

/**
 * `center` is the frame whose callers and callees are asked for. Of the critical path alone there is a chart by weight
 * only: by time the path is marked.
 */
export function chartsOf(folded: Folded, mode: TraceState['fl'], center: number, isCritical = false): Chart[] {
  if (mode === 'time') return [timeChart(folded)];
  if (mode === 'heavy') {
    const tree = isCritical ? criticalTree(folded.model, folded.tree) : folded.tree;
    const chart = frameChart(folded, 'heavy', 'Spans by path, the heaviest first', heavyLayout(tree));
    return [{ ...chart, parent: tree.parent, marksOf: (rows) => nodesOfRows(tree, rows) }];
  }
  const { callers, callees } = sandwich(folded.tree, center);
  return [
    { ...frameChart(folded, 'callers', 'Callers', callers), upward: true },
    frameChart(folded, 'callees', 'Callees', callees),
  ];
}

function timeChart({ model, tree }: Folded): Chart {
  const { columns, derived } = model;
  const service = (row: number) => columns.services[columns.service[row]];
  const name = (row: number) => columns.names[columns.name[row]];
  const failed = (row: number) => columns.status[row] === Status.error;
  return {
    id: 'time',
    label: 'Spans by time',
    layout: timeLayout(model),
    parent: columns.parent,
    names: { service, name, failed },
    describe(row) {
      const times = `${duration(columns.duration[row])}, self ${duration(derived.self[row])}`;
      const start = `starts at ${duration(columns.start[row])}`;
      return [title(service(row), name(row)), times, start, ...(failed(row) ? ['failed'] : [])].join(' · ');
    },
    frameOf: (row) => frameOfRow(tree, row),
    rowOf: (row) => row,
    marksOf: (rows) => marksOfRows(columns.count, rows),
  };
}

function frameChart({ tree, figures }: Folded, id: string, label: string, layout: FlameLayout): Chart {
  const of = (rect: number) => figures[layout.frame[rect]];
  const errorsOf = (rect: number) => layout.errors?.[rect] ?? 0;
  return {
    id,
    label,
    layout,
    names: {
      service: (rect) => of(rect).service,
      name: (rect) => of(rect).name,
      failed: (rect) => errorsOf(rect) > 0,
    },
    describe(rect) {
      const { service, name, self, total, spans, errors } = of(rect);
      const here = layout.x1[rect] - layout.x0[rect];
      const share = percent(layout.width > 0 ? here / layout.width : 0);
      return [
        title(service, name),
        `${duration(here)} here (${share})`,
        `in all ${duration(total)}, self ${duration(self)}`,
        spans === 1 ? '1 span' : `${count(spans)} spans`,
        ...(errors > 0 ? [`${count(errors)} failed, ${count(errorsOf(rect))} here`] : []),
      ].join(' · ');
    },
    frameOf: (rect) => layout.frame[rect],
    rowOf: (rect) => of(rect).firstRow,
    marksOf(rows) {
      const marks = framesOfRows(tree, rows);
      return Uint8Array.from(layout.frame, (frame) => marks[frame]);
    },
  };
}

function title(service: string, name: string): string {
  return `${clip(service, 80)}  ${clip(name, 120)}`;
}

/** A 1 for each box of a frame; nothing when no frame is pointed out. */
export function marksOfFrame({ layout, frameOf }: Chart, frame: number): Uint8Array | undefined {
  if (frame < 0) return undefined;
  const marks = new Uint8Array(layout.frame.length);
  for (let rect = 0; rect < marks.length; rect++) if (frameOf(rect) === frame) marks[rect] = 1;
  return marks;
}
