// When events happened, for the ticks on the bars.

import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';

import type { Work } from '../work';

/** With more of them the bars would be full of ticks, and each costs a word in the answer. */
const MOST_EVENTS = 5000;

export function useEventTimes({ trace, key, model }: Work): ReadonlyMap<number, readonly number[]> | undefined {
  const total = useMemo(() => model.columns.events.reduce((sum, events) => sum + events, 0), [model]);
  const { data } = useQuery({
    queryKey: ['trace-event-times', key],
    queryFn: ({ signal }) => trace.events(0, MOST_EVENTS, signal),
    enabled: total > 0 && total <= MOST_EVENTS,
    structuralSharing: false,
    gcTime: 30_000,
  });
  return useMemo(() => {
    if (data === undefined) return undefined;
    const byRow = new Map<number, number[]>();
    for (const { row, time } of data.events) {
      const times = byRow.get(row);
      if (times === undefined) byRow.set(row, [time]);
      else times.push(time);
    }
    return byRow;
  }, [data]);
}
