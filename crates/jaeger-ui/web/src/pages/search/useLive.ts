import { useEffect, useRef, useState } from 'react';

import type { TraceSummary } from '../../api/summaries';
import { openTail } from '../../api/tail';
import type { TraceSearch } from '../../model/query/toQuery';
import { searchKey } from './searchQuery';

/** The oldest of more traces leave the list. */
const MOST = 1000;

export interface Live {
  /** The newest first. */
  traces: readonly TraceSummary[];
  isConnected: boolean;
  isPaused: boolean;
  /** Traces that came while the list stood still. */
  waiting: number;
  setPaused(isPaused: boolean): void;
}

const NONE: readonly TraceSummary[] = [];

/** Traces as they arrive. While it is paused they are kept and shown afterwards. */
export function useLive(search: TraceSearch, isOn: boolean): Live {
  const [traces, setTraces] = useState(NONE);
  const [isConnected, setConnected] = useState(false);
  const [isPaused, setPaused] = useState(false);
  const [waiting, setWaiting] = useState(0);
  const held = useRef(new Map<string, TraceSummary>());
  const paused = useRef(false);
  paused.current = isPaused;
  const latest = useRef(search);
  latest.current = search;
  // Only the filter matters: the time goes on.
  const { q, filter, form } = search;
  const key = searchKey({ q, filter, form, startNano: 0n, endNano: 0n, limit: 0, sort: 'start_desc' });

  useEffect(() => {
    if (!isOn) return;
    held.current.clear();
    setTraces(NONE);
    setWaiting(0);
    setPaused(false);
    return openTail(latest.current, {
      onState: setConnected,
      onTraces(arrived) {
        add(held.current, arrived);
        if (paused.current) setWaiting((before) => Math.min(MOST, before + arrived.length));
        else setTraces([...held.current.values()].reverse());
      },
    });
  }, [isOn, key]);

  return {
    traces,
    isConnected,
    isPaused,
    waiting,
    setPaused(next) {
      setPaused(next);
      if (next) return;
      setWaiting(0);
      setTraces([...held.current.values()].reverse());
    },
  };
}

/** A trace that has grown becomes the newest again. */
function add(held: Map<string, TraceSummary>, arrived: readonly TraceSummary[]): void {
  for (const trace of arrived) {
    const known = held.get(trace.traceId);
    if (known && known.spans === trace.spans && known.durationNano === trace.durationNano) continue;
    held.delete(trace.traceId);
    held.set(trace.traceId, trace);
  }
  for (const id of held.keys()) {
    if (held.size <= MOST) break;
    held.delete(id);
  }
}
