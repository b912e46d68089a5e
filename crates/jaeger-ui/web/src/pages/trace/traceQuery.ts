// How a trace is asked for.

import { create } from 'zustand';

import { queryClient } from '../../app/queryClient';
import { openTrace } from '../../api/trace';

/** Big typed arrays need not stay long after nobody looks at them. */
const KEPT_MS = 120_000;

/** Bytes of the trace that is being loaded which have arrived. */
export const useArrived = create(() => ({ bytes: 0 }));

/** Views ask much at once, but one load answers them all. */
export function onStale(): void {
  void queryClient.invalidateQueries({ queryKey: ['trace'] }, { cancelRefetch: false });
}

export function traceQuery(traceId: string, raw: boolean) {
  return {
    queryKey: ['trace', traceId, raw],
    queryFn: ({ signal }: { signal: AbortSignal }) => {
      useArrived.setState({ bytes: 0 });
      return openTrace(traceId, { raw, signal, onStale, onProgress: (bytes) => useArrived.setState({ bytes }) });
    },
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: KEPT_MS,
    structuralSharing: false as const,
  };
}
