// Asks for the traces of the address as soon as the script runs: the first rendering of the page takes as long as
// the server does, and neither has to wait for the other.

import { capabilities } from '../../app/config';
import { queryClient } from '../../app/queryClient';
import { useSearches } from '../../app/searches';
import { readSearch } from '../../app/urlState';
import { parse } from '../../model/query/parse';
import { toQuery } from '../../model/query/toQuery';
import { parseQuery, withBase } from '../../url/base';
import { isBareSearch } from '../../url/search';
import { searchEnd } from './searchEnd';
import { searchQuery } from './searchQuery';

/** Traces that come so soon are in the page when it is first drawn, instead of making it be drawn twice. */
const PATIENCE_MS = 120;

let early: number | undefined;

/** When the page was opened: the search that was made early is about the same time as the page. */
export function openedAt(): number {
  const at = early ?? searchEnd();
  early = undefined;
  return at;
}

/** Ends when the traces are there, or will take a while; on other pages at once. */
export async function searchEarly(): Promise<void> {
  const { pathname, search } = window.location;
  if (pathname !== withBase('/search') || !capabilities().uiApi) return;
  const { last } = useSearches.getState();
  const isBare = isBareSearch(parseQuery(search));
  const state = readSearch(isBare && last ? last.slice(last.indexOf('?')) : search);
  if (state.q !== undefined && parse(state.q).error) return;
  early = searchEnd();
  const found = queryClient.prefetchInfiniteQuery(searchQuery(toQuery(state, early)));
  await Promise.race([found, new Promise((resolve) => setTimeout(resolve, PATIENCE_MS))]);
}
