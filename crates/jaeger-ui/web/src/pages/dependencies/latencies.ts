// The 95th percentile of each service's latency, for the graph.

import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';

import { getMetrics } from '../../api/metrics';
import { capabilities } from '../../app/config';
import { lastValue } from '../../model/series';
import type { ServiceNode } from '../../model/serviceGraph';

export const LATENCY_SERVICES = 200;

export interface Latencies {
  /** ns by service. */
  values: ReadonlyMap<string, number>;
  /** Why there are none. */
  note?: string;
}

const NONE: ReadonlyMap<string, number> = new Map();

export function useLatencies(
  nodes: readonly ServiceNode[],
  range: { start: number; end: number },
  wanted: boolean,
): Latencies {
  const services = useMemo(
    () =>
      nodes
        .slice(0, LATENCY_SERVICES)
        .map(({ name }) => name)
        .sort(),
    [nodes],
  );
  const length = range.end - range.start;
  const query = useQuery({
    queryKey: ['edge-latencies', range.start, range.end, services],
    enabled: wanted && capabilities().metricsStorage && services.length > 0,
    queryFn: ({ signal }) =>
      getMetrics(
        {
          figure: 'latencies',
          services,
          quantile: 0.95,
          spanKind: 'server',
          endMs: range.end,
          lookbackMs: length,
          stepMs: length,
          windowMs: length,
        },
        signal,
      ),
  });
  return useMemo(() => {
    if (query.isError) return { values: NONE, note: `Latency is not known: ${query.error.message}` };
    const values = new Map<string, number>();
    for (const series of query.data ?? []) {
      const value = lastValue(series);
      if (value !== null) values.set(series.service, value);
    }
    return { values };
  }, [query.data, query.isError, query.error]);
}
