// Stretches of a trace in which nothing happens, and a time axis that folds them.

import type { TraceModel } from './columns';

/** ns from the start of the trace. */
export interface Gap {
  start: number;
  end: number;
}

/** Shorter stretches, as a share of the trace, stay as they are. */
export const GAP_MINIMUM_SHARE = 0.1;
/** What a folded gap takes of the axis. */
const FOLDED_SHARE = 0.03;

/** Stretches in which no span without children runs. Those above only wait then, or do something nobody recorded. */
export function findGaps({ columns, derived }: TraceModel, minimumShare = GAP_MINIMUM_SHARE): Gap[] {
  let leaves = 0;
  for (let row = 0; row < columns.count; row++) if (derived.children[row] === 0) leaves++;
  const starts = new Float64Array(leaves);
  const ends = new Float64Array(leaves);
  for (let row = 0, leaf = 0; row < columns.count; row++) {
    if (derived.children[row] > 0) continue;
    starts[leaf] = columns.start[row];
    ends[leaf++] = columns.start[row] + columns.duration[row];
  }
  starts.sort();
  ends.sort();
  const minimum = columns.durationNano * minimumShare;
  const gaps: Gap[] = [];
  const add = (start: number, end: number) => {
    if (end - start > minimum) gaps.push({ start, end });
  };
  if (leaves === 0) return gaps;
  add(0, starts[0]);
  // Nothing runs after the leaf-th end where the next start comes only later.
  for (let leaf = 0; leaf + 1 < leaves; leaf++) add(ends[leaf], starts[leaf + 1]);
  add(ends[leaves - 1], columns.durationNano);
  return gaps;
}

/** Maps times of a window onto 0 to 1, and back. */
export interface TimeScale {
  start: number;
  end: number;
  /** Gaps within the window that are folded. */
  folded: Gap[];
  scale(nanos: number): number;
  invert(x: number): number;
}

/** The scale is linear between the folded gaps. Without any it is linear throughout. */
export function timeScale(start: number, end: number, gaps: readonly Gap[] = []): TimeScale {
  const folded = gaps
    .map((gap) => ({ start: Math.max(gap.start, start), end: Math.min(gap.end, end) }))
    .filter((gap) => gap.end - gap.start > (end - start) * FOLDED_SHARE);
  const times = [start, ...folded.flatMap((gap) => [gap.start, gap.end]), end];
  const foldedTime = folded.reduce((sum, gap) => sum + gap.end - gap.start, 0);
  const open = end - start - foldedTime;
  const openShare = open > 0 ? 1 - folded.length * FOLDED_SHARE : 0;
  const gapShare = folded.length === 0 ? 0 : (1 - openShare) / folded.length;
  const places = [0];
  for (let part = 1; part < times.length; part++) {
    const isGap = part % 2 === 0;
    const share = isGap ? gapShare : open > 0 ? ((times[part] - times[part - 1]) / open) * openShare : 0;
    places.push(places[part - 1] + share);
  }
  // An empty window has nothing to divide; its one moment stands at the left.
  if (folded.length > 0 || open > 0) places[places.length - 1] = 1;
  return {
    start,
    end,
    folded,
    scale: (nanos) => interpolate(times, places, nanos),
    invert: (x) => interpolate(places, times, x),
  };
}

/** Beyond the ends the first and last part go on as they are. */
function interpolate(from: number[], to: number[], value: number): number {
  let part = 1;
  while (part < from.length - 1 && value > from[part]) part++;
  const width = from[part] - from[part - 1];
  if (!(width > 0)) return to[part - 1];
  return to[part - 1] + ((value - from[part - 1]) / width) * (to[part] - to[part - 1]);
}
