// The cells of the heat map as parts of the plot, with the very edges that the server counted by.

import type { Overview } from '../../api/overview';
import type { Selection } from '../../api/incommon';
import { clamp, durationShare, timeShare } from './region';
import type { Region, Scale } from './region';

/** The first nanosecond of a column; of the one behind the last, the end of the range. */
function columnStart({ startUnixNano, endUnixNano, columns }: Overview, column: number): bigint {
  const width = endUnixNano - startUnixNano;
  const all = BigInt(columns);
  return startUnixNano + (width * BigInt(column) + all - 1n) / all;
}

/** The part of the map that is made of whole cells and is nearest to a region, so that its counts are exact. */
export function snapped(region: Region, overview: Overview, scale: Scale): Region {
  const { columns, rowBounds } = overview;
  const edge = (time: bigint) => Math.round(clamp(timeShare(scale, time)) * columns);
  const first = Math.min(edge(region.start), columns - 1);
  const end = Math.max(first + 1, edge(region.end));
  const low = Math.min(nearest(scale, rowBounds, region.min), rowBounds.length - 2);
  const high = Math.max(low + 1, nearest(scale, rowBounds, region.max));
  return {
    start: columnStart(overview, first),
    end: end >= columns ? overview.endUnixNano : columnStart(overview, end) - 1n,
    min: rowBounds[low],
    max: rowBounds[high] - 1,
  };
}

function nearest(scale: Scale, bounds: readonly number[], nanos: number): number {
  const share = durationShare(scale, nanos);
  const distance = (index: number) => Math.abs(durationShare(scale, bounds[index]) - share);
  let found = 0;
  for (let index = 1; index < bounds.length; index++) if (distance(index) < distance(found)) found = index;
  return found;
}

/** How many traces of how many failed in the cells of a region that was snapped to them. */
export function countCells(region: Region, overview: Overview): { traces: number; failed: number } {
  let [traces, failed] = [0, 0];
  for (const cell of overview.cells) {
    const isIn =
      columnStart(overview, cell.column) >= region.start &&
      columnStart(overview, cell.column + 1) - 1n <= region.end &&
      overview.rowBounds[cell.row] >= region.min &&
      overview.rowBounds[cell.row + 1] - 1 <= region.max;
    if (!isIn) continue;
    traces += cell.traces;
    failed += cell.failed;
  }
  return { traces, failed };
}

/** The traces of a region. What lies beyond the edges of the map stands in its outermost cells. */
export function selectionOf(region: Region, scale: Scale): Selection {
  return {
    startMin: region.start > scale.start ? String(region.start) : undefined,
    startMax: region.end < scale.end ? String(region.end) : undefined,
    durationMin: String(region.min),
    durationMax: region.max < scale.max - 1 ? String(region.max) : undefined,
  };
}
