import { keepPreviousData, useQuery } from '@tanstack/react-query';

import { getAttributeFacets } from '../../api/overview';
import type { AttributeFacet } from '../../api/overview';
import type { TraceSearch } from '../../model/query/toQuery';
import { searchKey } from './searchQuery';

export interface AttributeFacets {
  /** What is known of a key; until its own is there, perhaps that of the search before. */
  of(key: string): AttributeFacet | undefined;
  isPending: boolean;
  error: unknown;
  refetch(): void;
}

/** How many of the traces found have which values. Apart from the overview, which takes less time and is looked at first. */
export function useAttributeFacets(search: TraceSearch, keys: readonly string[]): AttributeFacets {
  const facets = useQuery({
    queryKey: ['attribute facets', keys, searchKey({ ...search, limit: 0, sort: 'start_desc' })],
    queryFn: ({ signal }) => getAttributeFacets(search, keys, signal),
    placeholderData: keepPreviousData,
    enabled: keys.length > 0,
  });
  return {
    of: (key) => facets.data?.find((facet) => facet.key === key),
    isPending: facets.isPending || facets.isPlaceholderData,
    error: facets.error,
    refetch: () => void facets.refetch(),
  };
}
