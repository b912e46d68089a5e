import type { Overview } from '../../api/overview';
import type { TraceSummary } from '../../api/summaries';
import { isIn } from './region';
import type { Region } from './region';

interface Counted {
  traces: number;
  failed: number;
}

/** What is known of a region: of all traces where the cells lie in it, else of those that are here. */
export function countIn(region: Region, overview: Overview | undefined, traces: readonly TraceSummary[]): Counted {
  let [all, failed] = [0, 0];
  if (overview && overview.cells.length > 0) {
    const width = Number(overview.endUnixNano - overview.startUnixNano) / overview.columns;
    for (const cell of overview.cells) {
      const middle = overview.startUnixNano + BigInt(Math.round(width * (cell.column + 0.5)));
      const nanos = Math.sqrt(Math.max(1, overview.rowBounds[cell.row]) * overview.rowBounds[cell.row + 1]);
      if (!isIn(region, middle, nanos)) continue;
      all += cell.traces;
      failed += cell.failed;
    }
    return { traces: all, failed };
  }
  for (const trace of traces) {
    if (!isIn(region, trace.startUnixNano, trace.durationNano)) continue;
    all++;
    if (trace.errors > 0) failed++;
  }
  return { traces: all, failed };
}
