import { useQuery } from '@tanstack/react-query';

import { openTrace } from '../../api/trace';

/** Big typed arrays need not stay long after nobody looks at them. */
const KEPT_MS = 120_000;

/** One of the traces, the same that its own page shows. */
export function useCompared(traceId: string | undefined) {
  return useQuery({
    queryKey: ['trace', traceId, false],
    enabled: traceId !== undefined,
    queryFn: ({ signal }) => openTrace(traceId ?? '', { raw: false, signal }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: KEPT_MS,
    structuralSharing: false,
  });
}
