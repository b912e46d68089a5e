import type { TraceSummary } from '../../api/summaries';
import { isIn } from './region';
import type { Region } from './region';

/** How many of the traces of the list lie in a region, and how many of them failed. */
export function countIn(region: Region, traces: readonly TraceSummary[]): { traces: number; failed: number } {
  const inside = traces.filter(({ startUnixNano, durationNano }) => isIn(region, startUnixNano, durationNano));
  return { traces: inside.length, failed: inside.filter(({ errors }) => errors > 0).length };
}
