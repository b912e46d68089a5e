// Loads a trace, and looks whether more of it has come.

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';

import { ApiError } from '../../api/client';
import { openTrace } from '../../api/trace';
import { Flag } from '../../model/columns';
import type { Columns } from '../../model/columns';
import { onStale, traceQuery, useArrived } from './traceQuery';
import type { OpenTrace } from './view';

/** A trace that is not whole yet is asked for again this often. */
const REFRESH_MS = 60_000;
const REFRESHES = 5;
/** What ended so short a time ago may go on. */
const RECENT_NANOS = 120_000_000_000n;

export interface Loaded {
  trace: OpenTrace | undefined;
  error: unknown;
  /** Bytes that have arrived. */
  bytes: number;
  /** Spans that came after the trace was shown. */
  newSpans: number;
  /** Changes with the spans of the trace: what was asked of it before is not its answer any more. */
  key: string;
  retry(): void;
  showNew(): void;
}

export function useTrace(traceId: string, raw: boolean): Loaded {
  const client = useQueryClient();
  const { bytes } = useArrived();
  const query = useQuery(traceQuery(traceId, raw));
  const trace = query.data;

  const newer = useQuery({
    queryKey: ['trace-newer', traceId, raw],
    queryFn: ({ signal }) => openTrace(traceId, { raw, signal, onStale }),
    enabled: false,
    gcTime: 0,
    structuralSharing: false,
    retry: false,
  });
  const { refetch: look } = newer;
  const [looks, setLooks] = useState(0);
  const mayGrow = trace !== undefined && !trace.isUpload && isGrowing(trace.model.columns);
  useEffect(() => {
    if (!mayGrow || looks >= REFRESHES) return;
    const timer = setTimeout(() => {
      if (!document.hidden) void look();
      setLooks(looks + 1);
    }, REFRESH_MS);
    return () => clearTimeout(timer);
  }, [mayGrow, looks, look]);

  const found = newer.data;
  const newSpans = trace && found ? Math.max(0, found.model.columns.count - trace.model.columns.count) : 0;
  return {
    trace,
    error: query.error,
    bytes,
    newSpans,
    key: `${traceId} ${raw} ${trace?.model.columns.etag ?? ''} ${query.dataUpdatedAt}`,
    retry: () => void query.refetch(),
    showNew: () => {
      if (found) client.setQueryData(traceQuery(traceId, raw).queryKey, found);
    },
  };
}

/** Whether spans of it may still be on their way. */
export function isGrowing(columns: Columns): boolean {
  const end = columns.startUnixNano + BigInt(Math.round(columns.durationNano));
  return isPartial(columns) || BigInt(Date.now()) * 1_000_000n - end < RECENT_NANOS;
}

const partial = new WeakMap<Columns, boolean>();

/** Whether spans are known to be missing, or not to have ended. */
export function isPartial(columns: Columns): boolean {
  let answer = partial.get(columns);
  if (answer === undefined) {
    answer = columns.flags.some((bits) => (bits & (Flag.missingParent | Flag.unfinished)) !== 0);
    // Asked at each drawing, and every span is looked at.
    partial.set(columns, answer);
  }
  return answer;
}

export function isNotFound(error: unknown): boolean {
  return error instanceof ApiError && error.status === 404;
}
