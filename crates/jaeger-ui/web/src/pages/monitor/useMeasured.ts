import { useQuery } from '@tanstack/react-query';

import { getMetrics } from '../../api/metrics';
import type { MetricAsk } from '../../api/metrics';
import { stepFor } from '../../model/series';
import type { Measured, Series } from '../../model/series';
import type { Range } from './times';

export interface What {
  services: readonly string[];
  byOperation: boolean;
  quantile: number;
  spanKind: string;
}

/** `lines`: the points of a chart. `whole`: one point that speaks of all the time. */
export type Grain = 'lines' | 'whole';

function base(what: What, { start, end }: Range, grain: Grain): Omit<MetricAsk, 'figure'> {
  const length = end - start;
  const step = grain === 'lines' ? stepFor(length) : length;
  return { ...what, endMs: end, lookbackMs: length, stepMs: step, windowMs: step };
}

/** Latency, calls and errors of the same things over the same time. */
export function useMeasured(what: What, range: Range, grain: Grain, enabled = true) {
  return useQuery({
    queryKey: ['measured', what, range.start, range.end, grain],
    enabled: enabled && what.services.length > 0,
    queryFn: async ({ signal }): Promise<Measured> => {
      const ask = base(what, range, grain);
      const [latencies, calls, errors] = await Promise.all([
        getMetrics({ ...ask, figure: 'latencies' }, signal),
        getMetrics({ ...ask, figure: 'calls' }, signal),
        getMetrics({ ...ask, figure: 'errors' }, signal),
      ]);
      return { latencies, calls, errors };
    },
  });
}

/** Several quantiles of latency, each a list of series. */
export function useQuantiles(what: Omit<What, 'quantile'>, quantiles: readonly number[], range: Range) {
  return useQuery({
    queryKey: ['quantiles', what, quantiles, range.start, range.end],
    queryFn: ({ signal }): Promise<Series[][]> =>
      Promise.all(
        quantiles.map((quantile) =>
          getMetrics({ ...base({ ...what, quantile }, range, 'lines'), figure: 'latencies' }, signal),
        ),
      ),
  });
}
