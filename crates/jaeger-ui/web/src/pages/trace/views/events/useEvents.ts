import { useCallback, useEffect, useState } from 'react';

import type { TraceEvent, TraceSource } from '../../../../api/source';

export interface EventRow extends TraceEvent {
  /** Its place among all events of the trace. */
  number: number;
}

export interface LoadedEvents {
  events: readonly EventRow[];
  /** Undefined until it is known. */
  total: number | undefined;
  error: unknown;
  loading: boolean;
  retry(): void;
  /** Loads the next portion of those that were not loaded by themselves. */
  more(): void;
}

const PAGE = 1000;
const PORTION = 20_000;

interface State {
  of: TraceSource;
  events: EventRow[];
  total?: number;
  error?: unknown;
}

/** Events of a trace by time, page after page; of very many the first, until more are asked for. */
export function useEvents(trace: TraceSource): LoadedEvents {
  const [state, setState] = useState<State>({ of: trace, events: [] });
  const [wanted, setWanted] = useState(PORTION);
  const [attempt, setAttempt] = useState(0);
  const now: State = state.of === trace ? state : { of: trace, events: [] };
  const { events, total, error } = now;
  const isDone = total !== undefined && events.length >= Math.min(total, wanted);

  useEffect(() => {
    if (isDone || error !== undefined) return;
    const abort = new AbortController();
    trace.events(events.length, PAGE, abort.signal).then(
      (page) => {
        if (abort.signal.aborted) return;
        const next = page.events.map((event, at) => ({ ...event, number: events.length + at }));
        // A page without events would be asked for again and again.
        const all = page.events.length === 0 ? events.length : page.total;
        setState({ of: trace, events: events.concat(next), total: all });
      },
      (failed: unknown) => {
        if (!abort.signal.aborted) setState({ of: trace, events, total, error: failed });
      },
    );
    return () => abort.abort();
    // The events themselves change only together with their number.
  }, [trace, events.length, isDone, error, attempt]);

  const retry = useCallback(() => {
    setState((before) => ({ ...before, error: undefined }));
    setAttempt((before) => before + 1);
  }, []);
  const more = useCallback(() => setWanted((before) => before + PORTION), []);
  return { events, total, error, loading: !isDone && error === undefined, retry, more };
}
