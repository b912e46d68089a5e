import { QueryClient } from '@tanstack/react-query';

import { ApiError } from '../api/client';

/** What the server refused will be refused again; what did not arrive may arrive the second time. */
function mayRetry(failures: number, error: unknown): boolean {
  if (failures >= 2) return false;
  return error instanceof ApiError && (error.status === 0 || error.status === 502 || error.status === 503);
}

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 60_000,
      refetchOnWindowFocus: false,
      retry: mayRetry,
      retryDelay: (failures) => 500 * 2 ** failures,
      // A computer without a network may still reach a server of its own.
      networkMode: 'always',
    },
  },
});
