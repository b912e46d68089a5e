import { useMemo } from 'react';

import type { Overview } from '../../api/overview';
import type { TraceSummary } from '../../api/summaries';
import type { Scale } from './region';

/** The edges of the plot: those of the overview, or else of the traces that are here. */
export function usePlotScale(
  traces: readonly TraceSummary[],
  overview: Overview | undefined,
  range: { startNano: bigint; endNano: bigint },
): Scale {
  return useMemo(() => {
    if (overview && overview.rowBounds.length > 1) {
      const { rowBounds, startUnixNano: start, endUnixNano: end } = overview;
      return { start, end, min: Math.max(rowBounds[0], 1), max: rowBounds[rowBounds.length - 1] };
    }
    if (traces.length === 0) return { start: range.startNano, end: range.endNano, min: 1e6, max: 1e9 };
    let { startUnixNano: first, durationNano: min } = traces[0];
    let last = first;
    let max = min;
    for (const { startUnixNano, durationNano } of traces) {
      if (startUnixNano < first) first = startUnixNano;
      if (startUnixNano > last) last = startUnixNano;
      min = Math.min(min, durationNano);
      max = Math.max(max, durationNano);
    }
    const margin = (last - first) / 50n + 1_000_000n;
    return { start: first - margin, end: last + margin, min: Math.max(1, min * 0.8), max: Math.max(2, max * 1.25) };
  }, [traces, overview, range.startNano, range.endNano]);
}
