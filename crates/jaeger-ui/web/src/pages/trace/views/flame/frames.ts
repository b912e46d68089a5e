// What is known of each frame: all spans of one service and name.

import type { TraceModel } from '../../../../model/columns';
import type { PathTree } from '../../../../model/paths';

export interface FrameFigures {
  /** Index into `PathTree.frames`. */
  frame: number;
  service: string;
  name: string;
  spans: number;
  errors: number;
  /** ns in spans of the frame alone. */
  self: number;
  /** ns in spans of the frame and all below; below itself it does not count again. */
  total: number;
  /** The first of its spans. */
  firstRow: number;
}

export function frameFigures({ columns }: TraceModel, tree: PathTree): FrameFigures[] {
  const figures = tree.frames.map(({ service, name }, frame) => ({
    frame,
    service: columns.services[service],
    name: columns.names[name],
    spans: 0,
    errors: 0,
    self: 0,
    total: 0,
    firstRow: -1,
  }));
  for (let node = 0; node < tree.count; node++) {
    const figure = figures[tree.frame[node]];
    figure.spans += tree.spans[node];
    figure.errors += tree.errors[node];
    figure.self += tree.self[node];
    if (!isWithinItself(tree, node)) figure.total += tree.weight[node];
  }
  for (let row = 0; row < columns.count; row++) {
    const figure = figures[frameOfRow(tree, row)];
    if (figure.firstRow < 0) figure.firstRow = row;
  }
  return figures;
}

function isWithinItself({ parent, frame }: PathTree, node: number): boolean {
  for (let above = parent[node]; above >= 0; above = parent[above]) if (frame[above] === frame[node]) return true;
  return false;
}

/** The frame of a span. */
export function frameOfRow({ frame, nodeOf }: PathTree, row: number): number {
  return frame[nodeOf[row]];
}

/** The most expensive frame by itself. */
export function heaviestFrame(figures: readonly FrameFigures[]): number {
  let found = 0;
  for (const [frame, { self }] of figures.entries()) if (self > figures[found].self) found = frame;
  return found;
}

/** A 1 for each node with one of the rows. */
export function nodesOfRows(tree: PathTree, rows: Uint32Array): Uint8Array {
  const marks = new Uint8Array(tree.count);
  for (const row of rows) marks[tree.nodeOf[row]] = 1;
  return marks;
}

/** A 1 for each of these rows. */
export function marksOfRows(count: number, rows: Uint32Array): Uint8Array {
  const marks = new Uint8Array(count);
  for (const row of rows) marks[row] = 1;
  return marks;
}

/** A 1 for each frame with one of the rows. */
export function framesOfRows(tree: PathTree, rows: Uint32Array): Uint8Array {
  const marks = new Uint8Array(tree.frames.length);
  for (const row of rows) marks[frameOfRow(tree, row)] = 1;
  return marks;
}
