// Flame views: rectangles in lanes, as arrays, and the few of them that a window of pixels needs.

import type { TraceModel } from './columns';
import { foldPaths, type PathTree, sumUp, TreeBuilder } from './paths';

/** Arrays have one entry for each rectangle. */
export interface FlameLayout {
  /** From 0 to `width`, ns. */
  x0: Float64Array;
  x1: Float64Array;
  lane: Uint16Array;
  /** A row in the view by time, else an index into `PathTree.frames`. */
  frame: Uint32Array;
  /** Failed spans that a box stands for; not in the view by time, in which a box is one span. */
  errors?: Uint32Array;
  lanes: number;
  width: number;
}

/** Lanes that a span looks at below its parent's before it shares one. */
const LANES_TRIED = 64;

/** Each span at its time, in the first free lane below its parent. */
export function timeLayout({ columns }: TraceModel): FlameLayout {
  const { count, start, duration, parent } = columns;
  const lane = new Uint16Array(count);
  const x1 = new Float64Array(count);
  const usedTo: number[] = [];
  for (let row = 0; row < count; row++) {
    const first = parent[row] < 0 ? 0 : lane[parent[row]] + 1;
    let free = first;
    while (free < first + LANES_TRIED - 1 && usedTo[free] > start[row]) free++;
    lane[row] = Math.min(free, 0xffff);
    x1[row] = start[row] + duration[row];
    while (usedTo.length <= lane[row]) usedTo.push(0);
    usedTo[lane[row]] = Math.max(usedTo[lane[row]], x1[row]);
  }
  const frame = Uint32Array.from({ length: count }, (_, row) => row);
  return { x0: start, x1, lane, frame, lanes: usedTo.length, width: columns.durationNano };
}

/** Spans by path, as wide as the self times of all below, the widest first. It is no time axis. */
export function heavyLayout(tree: PathTree): FlameLayout {
  return { ...layOut(tree.parent, tree.frame, tree.depth, tree.weight), errors: tree.errors };
}

/**
 * The part of the tree that the critical path runs through; its times are those on the path. Rows of other nodes have
 * none.
 */
export function criticalTree({ derived: { onCritical } }: TraceModel, tree: PathTree): PathTree {
  const own = new Float64Array(tree.count);
  for (let row = 0; row < tree.nodeOf.length; row++) own[tree.nodeOf[row]] += onCritical[row];
  const weight = sumUp(tree.parent, own);
  // What leads to a node is at least as heavy, so that parents stay.
  const kept = Uint32Array.from(weight.keys()).filter((node) => weight[node] > 0);
  const moved = new Int32Array(tree.count).fill(-1);
  for (const [place, node] of kept.entries()) moved[node] = place;
  return {
    ...tree,
    count: kept.length,
    parent: Int32Array.from(kept, (node) => (tree.parent[node] < 0 ? -1 : moved[tree.parent[node]])),
    frame: kept.map((node) => tree.frame[node]),
    depth: Uint16Array.from(kept, (node) => tree.depth[node]),
    spans: kept.map((node) => tree.spans[node]),
    errors: kept.map((node) => tree.errors[node]),
    total: Float64Array.from(kept, (node) => own[node]),
    self: Float64Array.from(kept, (node) => own[node]),
    weight: Float64Array.from(kept, (node) => weight[node]),
    // -1 becomes a number that is no node's.
    nodeOf: tree.nodeOf.map((node) => moved[node]),
  };
}

export interface Sandwich {
  /** Paths to the frame, upside down: the frame is lane 0, who called it is above. Failures are those of the frame. */
  callers: FlameLayout;
  /** What runs below it, all its places as one. */
  callees: FlameLayout;
}

/** What leads to a frame and what it leads to. Calls of itself count for the outermost only. */
export function sandwich(tree: PathTree, frame: number): Sandwich {
  const callers = new TreeBuilder();
  const callees = new TreeBuilder();
  const callerWeight: number[] = [0];
  const callerErrors: number[] = [0];
  const calleeSelf: number[] = [0];
  const calleeErrors: number[] = [0];
  const add = (amounts: number[], node: number, amount: number) => {
    amounts[node] = (amounts[node] ?? 0) + amount;
  };
  callers.child(-1, frame);
  callees.child(-1, frame);
  const calleeOf = new Int32Array(tree.count).fill(-1);
  for (let node = 0; node < tree.count; node++) {
    const above = tree.parent[node] < 0 ? -1 : calleeOf[tree.parent[node]];
    if (above >= 0) {
      calleeOf[node] = callees.child(above, tree.frame[node]);
    } else if (tree.frame[node] === frame) {
      calleeOf[node] = 0;
      let at = 0;
      add(callerWeight, at, tree.weight[node]);
      add(callerErrors, at, tree.errors[node]);
      for (let caller = tree.parent[node]; caller >= 0; caller = tree.parent[caller]) {
        at = callers.child(at, tree.frame[caller]);
        add(callerWeight, at, tree.weight[node]);
        add(callerErrors, at, tree.errors[node]);
      }
    } else {
      continue;
    }
    add(calleeSelf, calleeOf[node], tree.self[node]);
    add(calleeErrors, calleeOf[node], tree.errors[node]);
  }
  const weight = sumUp(Int32Array.from(callees.parent), Float64Array.from(calleeSelf));
  return {
    callers: layOutBuilt(callers, Float64Array.from(callerWeight), callerErrors),
    callees: layOutBuilt(callees, weight, calleeErrors),
  };
}

function layOutBuilt(tree: TreeBuilder, weight: Float64Array, errors: number[]): FlameLayout {
  const depth = Uint16Array.from(tree.depth, (value) => Math.min(value, 0xffff));
  const layout = layOut(Int32Array.from(tree.parent), Uint32Array.from(tree.frame), depth, weight);
  return { ...layout, errors: Uint32Array.from(errors) };
}

/** Children side by side from the left edge of their parent, by weight. */
function layOut(parent: Int32Array, frame: Uint32Array, lane: Uint16Array, weight: Float64Array): FlameLayout {
  const count = parent.length;
  const x0 = new Float64Array(count);
  const x1 = new Float64Array(count);
  const used = new Float64Array(count + 1);
  const byWeight = Uint32Array.from({ length: count }, (_, node) => node);
  byWeight.sort((a, b) => weight[b] - weight[a] || a - b);
  for (const node of byWeight) {
    x0[node] = used[parent[node] + 1];
    used[parent[node] + 1] += weight[node];
  }
  let lanes = 0;
  for (let node = 0; node < count; node++) {
    if (parent[node] >= 0) x0[node] += x0[parent[node]];
    x1[node] = x0[node] + weight[node];
    lanes = Math.max(lanes, lane[node] + 1);
  }
  return { x0, x1, lane, frame, lanes, width: used[0] };
}

export function heavyLayoutOf(model: TraceModel): { tree: PathTree; layout: FlameLayout } {
  const tree = foldPaths(model);
  return { tree, layout: heavyLayout(tree) };
}

export interface FlameWindow {
  /** ns that the left and right edge stand for. */
  from: number;
  to: number;
  /** Pixels. */
  width: number;
  firstLane: number;
  lanes: number;
}

/**
 * Rectangles to draw, by lane and left edge: of those that begin in one pixel of one lane the longest. So there are
 * at most as many as pixels, however large the trace.
 */
export function visibleRects(layout: FlameLayout, window: FlameWindow): Uint32Array {
  const { x0, x1, lane } = layout;
  const width = Math.max(1, Math.floor(window.width));
  const scale = width / (window.to - window.from);
  if (!Number.isFinite(scale) || scale < 0) return new Uint32Array(0);
  const chosen = new Int32Array(width * window.lanes).fill(-1);
  for (let rect = 0; rect < x0.length; rect++) {
    const at = lane[rect] - window.firstLane;
    if (at < 0 || at >= window.lanes || x1[rect] < window.from || x0[rect] > window.to) continue;
    const pixel = Math.min(width - 1, Math.max(0, Math.floor((x0[rect] - window.from) * scale)));
    const cell = at * width + pixel;
    if (chosen[cell] < 0 || x1[rect] > x1[chosen[cell]]) chosen[cell] = rect;
  }
  return Uint32Array.from(chosen.filter((rect) => rect >= 0));
}
