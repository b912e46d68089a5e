// Finding frames of a flame chart: below the pointer, and beside the one that has the focus.

import type { FlameLayout } from '../../../../model/flame';

export type Direction = 'up' | 'down' | 'left' | 'right';

/** The frame at a place, or the nearest in its lane that is not farther than `slack` (ns); -1 for none. */
export function rectAt({ x0, x1, lane }: FlameLayout, atLane: number, x: number, slack: number): number {
  let found = -1;
  let distance = slack;
  for (let rect = 0; rect < x0.length; rect++) {
    if (lane[rect] !== atLane) continue;
    const away = Math.max(x0[rect] - x, x - x1[rect], 0);
    // Of frames that share a place the last was drawn on top.
    if (away <= distance) {
      found = rect;
      distance = away;
    }
  }
  return found;
}

/**
 * The next frame in a direction; `down` is away from the roots. `parent` says which frame is above which where lanes
 * alone do not. -1 at the edge.
 */
export function neighbour(layout: FlameLayout, rect: number, direction: Direction, parent?: Int32Array): number {
  if (direction === 'up' && parent) return parent[rect];
  if (direction === 'left' || direction === 'right') return beside(layout, rect, direction === 'right');
  return across(layout, rect, direction === 'down', parent);
}

function beside({ x0, lane }: FlameLayout, from: number, forward: boolean): number {
  let found = -1;
  const isBefore = (a: number, b: number) => x0[a] < x0[b] || (x0[a] === x0[b] && a < b);
  for (let rect = 0; rect < x0.length; rect++) {
    if (lane[rect] !== lane[from] || rect === from) continue;
    if (forward ? isBefore(from, rect) && (found < 0 || isBefore(rect, found))
      : isBefore(rect, from) && (found < 0 || isBefore(found, rect))) found = rect;
  }
  return found;
}

/** The frame that shares most with this one, in the nearest lane that has any. */
function across({ x0, x1, lane }: FlameLayout, from: number, deeper: boolean, parent?: Int32Array): number {
  let found = -1;
  let shared = -1;
  for (let rect = 0; rect < x0.length; rect++) {
    if (deeper && parent && parent[rect] !== from) continue;
    const step = deeper ? lane[rect] - lane[from] : lane[from] - lane[rect];
    const overlap = Math.min(x1[rect], x1[from]) - Math.max(x0[rect], x0[from]);
    if (step <= 0 || (overlap < 0 && !parent)) continue;
    const nearest = found < 0 ? Number.POSITIVE_INFINITY : Math.abs(lane[found] - lane[from]);
    if (step < nearest || (step === nearest && overlap > shared)) {
      found = rect;
      shared = overlap;
    }
  }
  return found;
}

/** The window, moved as little as brings a frame into sight; the same one when it is in sight already. */
export function movedTo(window: [from: number, to: number], x0: number, x1: number): [from: number, to: number] {
  const [from, to] = window;
  const touches = x1 > from && x0 < to;
  if (touches || (x0 === x1 && x0 >= from && x0 <= to)) return window;
  const width = to - from;
  const start = x0 < from || x1 - x0 > width ? x0 : x1 - width;
  return [start, start + width];
}
