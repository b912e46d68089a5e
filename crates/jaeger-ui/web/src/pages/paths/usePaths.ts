import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import { readPaths } from '../../api/paths';

/** The ways of the newest traces through a service, and how many of them have been read meanwhile. */
export function usePaths(service: string | undefined, operation: string | undefined, range: { start: number; end: number }) {
  const [progress, setProgress] = useState({ done: 0, of: 0 });
  const [start, end] = [Math.floor(range.start) * 1000, Math.ceil(range.end) * 1000];
  const query = useQuery({
    queryKey: ['paths', service, operation, start, end],
    enabled: service !== undefined,
    staleTime: Infinity,
    queryFn: ({ signal }) => {
      const focal = { service: service ?? '', operation };
      return readPaths({ focal, start, end }, { signal, onProgress: (done, of) => setProgress({ done, of }) });
    },
  });
  return { ...query, progress };
}
