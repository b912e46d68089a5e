import { useEffect, useState } from 'react';

import type { SetState } from '../../app/urlState';
import { emptySearch, freeze, searchHref } from '../../url/search';
import type { SearchState } from '../../url/search';
import { openedAt } from './early';
import { searchEnd } from './searchEnd';

/** What a search is about, however its list is shown. */
function subjectOf(state: SearchState): string {
  const { limit, sort, view, ddg, cols, facets, live, selected } = emptySearch;
  return searchHref({ ...state, limit, sort, view, ddg, cols, facets, live, selected });
}

/**
 * The time that an address without times is about, in microseconds: when it was opened. It is written into the address
 * unless `isOpen`, so that a copy of it finds the same.
 */
export function useOpened(state: SearchState, set: SetState<SearchState>, isOpen: boolean): number {
  const subject = subjectOf(state);
  const [known, setKnown] = useState(() => ({ subject, at: openedAt() }));
  // Another one, as from the list of saved searches, is about the time when that was opened.
  if (known.subject !== subject) setKnown({ subject, at: searchEnd() });
  const { at } = known;
  const isWritten = isOpen || state.live || state.traceIds !== undefined || (state.start !== undefined && state.end !== undefined);
  useEffect(() => {
    if (!isWritten) set((now) => freeze(now, at));
  }, [isWritten, at, set]);
  return at;
}
