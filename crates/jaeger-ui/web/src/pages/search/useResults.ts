// The traces of a search, page by page, and the figures over all of them.

import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';

import { capabilities } from '../../app/config';
import { getOverview } from '../../api/overview';
import type { Overview } from '../../api/overview';
import type { TraceSummary } from '../../api/summaries';
import type { TraceSearch } from '../../model/query/toQuery';
import { inOrderOfNames } from './byName';
import { searchKey, searchQuery } from './searchQuery';
import { useUploads } from './uploads';

export interface Results {
  /** Uploaded traces first. */
  traces: readonly TraceSummary[];
  /** How many of them the server found. */
  fetched: number;
  /** May be that of the search before, until its own is there. */
  overview?: Overview;
  /** The figures over all traces are still to come. */
  isOverviewPending: boolean;
  error: unknown;
  /** Nothing to show yet. */
  isLoading: boolean;
  /** What is shown belongs to the search before. */
  isStale: boolean;
  hasMore: boolean;
  isLoadingMore: boolean;
  /** The next page could not be read. */
  hasFailedMore: boolean;
  isNarrowedHere: boolean;
  loadMore(): void;
  refetch(): void;
}

const NONE: readonly TraceSummary[] = [];

export function useResults(search: TraceSearch, isOn: boolean): Results {
  const results = useInfiniteQuery({ ...searchQuery(search), placeholderData: keepPreviousData, enabled: isOn });
  const { limit: _limit, sort, ...rest } = search;
  const overview = useQuery({
    queryKey: ['overview', searchKey({ ...rest, limit: 0, sort: 'start_desc' })],
    queryFn: ({ signal }) => getOverview(search, signal),
    placeholderData: keepPreviousData,
    // The list is what is waited for: the figures do not take the server's time before it.
    enabled: isOn && capabilities().uiApi && (results.isError || (results.isSuccess && !results.isPlaceholderData)),
  });
  const uploads = useUploads((state) => state.traces);
  const pages = results.data?.pages;
  const fetched = useMemo(() => (pages ? unique(pages.flatMap((page) => page.summaries)) : NONE), [pages]);
  const traces = useMemo(() => {
    const ids = new Set(uploads.map(({ traceId }) => traceId));
    const all = uploads.length === 0 ? fetched : [...uploads, ...fetched.filter(({ traceId }) => !ids.has(traceId))];
    return inOrderOfNames(all, sort);
  }, [uploads, fetched, sort]);
  return {
    traces,
    fetched: fetched.length,
    overview: overview.data,
    isOverviewPending: isOn && capabilities().uiApi && (overview.isPending || overview.isPlaceholderData),
    error: results.error,
    isLoading: results.isPending && isOn,
    isStale: results.isPlaceholderData,
    hasMore: results.hasNextPage,
    isLoadingMore: results.isFetchingNextPage,
    hasFailedMore: results.isFetchNextPageError,
    isNarrowedHere: pages?.some((page) => page.isNarrowedHere) ?? false,
    loadMore: () => void results.fetchNextPage(),
    refetch() {
      void results.refetch();
      if (capabilities().uiApi) void overview.refetch();
    },
  };
}

/** A trace that grew between two pages may be on both. */
function unique(traces: TraceSummary[]): TraceSummary[] {
  const seen = new Set<string>();
  return traces.filter(({ traceId }) => {
    const isNew = !seen.has(traceId);
    seen.add(traceId);
    return isNew;
  });
}
