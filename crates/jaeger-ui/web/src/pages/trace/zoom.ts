// Windows of time within a trace, in ns from its start.

export type Zoom = readonly [start: number, end: number];

/** The smallest part of a trace that a window may be; so deep no bar can be told from its neighbour any more. */
const LEAST_SHARE = 1e-7;

/** A window of the same place made larger (above 1) or smaller, within the trace. */
export function zoomedBy([start, end]: Zoom, factor: number, duration: number, at = (start + end) / 2): Zoom {
  const length = Math.min(duration, Math.max((end - start) * factor, leastLength(duration)));
  const share = end > start ? (at - start) / (end - start) : 0.5;
  return within(at - share * length, length, duration);
}

/** Moved by a share of its own length. */
export function movedBy([start, end]: Zoom, share: number, duration: number): Zoom {
  return within(start + share * (end - start), end - start, duration);
}

/** The window around a stretch, with a little room at both sides. */
export function around(start: number, end: number, duration: number): Zoom {
  const length = Math.max(end - start, leastLength(duration));
  const room = length * 0.05;
  return [Math.max(0, start - room), Math.min(duration, start + length + room)];
}

/** Nothing in the address when all is in sight. */
export function asState([start, end]: Zoom, duration: number): [number, number] | undefined {
  return start <= 0 && end >= duration ? undefined : [start, end];
}

function leastLength(duration: number): number {
  return Math.max(1, duration * LEAST_SHARE);
}

function within(start: number, length: number, duration: number): Zoom {
  const from = Math.max(0, Math.min(start, duration - length));
  return [from, from + length];
}
