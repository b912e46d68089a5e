import { infiniteQueryOptions } from '@tanstack/react-query';

import { searchTraces } from '../../api/search';
import type { TraceSearch } from '../../model/query/toQuery';

/** What makes two searches the same. */
export function searchKey(search: TraceSearch): string {
  return JSON.stringify(search, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
}

/** The pages of a search. */
export function searchQuery(search: TraceSearch) {
  return infiniteQueryOptions({
    queryKey: ['search', searchKey(search)],
    queryFn: ({ pageParam, signal }) => searchTraces(search, pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextPageToken,
  });
}
