// When events happened, for the ticks on the bars. Few events are asked for at once; of many only those of the rows in
// sight.

import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';

import { spanIdOf } from '../../../model/columns';
import { rowIndex, rowType, RowType } from '../../../model/rows';
import type { Work } from '../work';

export type EventTimes = ReadonlyMap<number, readonly number[]>;

/** With more of them not all are asked for: each costs some words in the answer. */
const MOST_EVENTS = 5000;
/** Rows whose events are kept; the bars in sight are far fewer. */
const MOST_KEPT = 2000;

/** By row: ns from the start of the trace. `first` and `end` are the places of the rows in sight. */
export function useEventTimes(work: Work, first: number, end: number): EventTimes | undefined {
  const total = useMemo(() => work.model.columns.events.reduce((sum, events) => sum + events, 0), [work.model]);
  const all = useAllTimes(work, total > 0 && total <= MOST_EVENTS);
  const seen = useTimesInSight(work, total > MOST_EVENTS, first, end);
  return total > MOST_EVENTS ? seen : all;
}

function useAllTimes({ trace, key }: Work, isWanted: boolean): EventTimes | undefined {
  const { data } = useQuery({
    queryKey: ['trace-event-times', key],
    queryFn: ({ signal }) => trace.events(0, MOST_EVENTS, signal),
    enabled: isWanted,
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

const NONE: EventTimes = new Map();

function useTimesInSight({ trace, model, codes }: Work, isWanted: boolean, first: number, end: number): EventTimes {
  const { columns } = model;
  const [known, setKnown] = useState(NONE);
  useEffect(() => {
    if (!isWanted) return;
    const abort = new AbortController();
    const rows = new Map<string, number>();
    for (const code of codes.subarray(first, end)) {
      const row = rowIndex(code);
      if (rowType(code) !== RowType.span || columns.events[row] === 0 || known.has(row)) continue;
      rows.set(spanIdOf(columns, row), row);
    }
    if (rows.size === 0) return;
    trace.spans([...rows.keys()], abort.signal).then(
      (spans) => {
        const next = new Map(known.size > MOST_KEPT ? NONE : known);
        // What was not found has no ticks, and is not asked for again.
        for (const row of rows.values()) next.set(row, []);
        for (const { spanId, events } of spans) {
          const row = rows.get(spanId);
          if (row === undefined) continue;
          next.set(row, events.map((event) => Number(event.timeUnixNano - columns.startUnixNano)).sort((a, b) => a - b));
        }
        setKnown(next);
      },
      // The bars say enough without them.
      () => undefined,
    );
    return () => abort.abort();
  }, [trace, columns, codes, isWanted, first, end, known]);
  return known;
}
