// Asks for the traces of the address as soon as the script runs: the first rendering of the page takes as long as
// the server does, and neither has to wait for the other.

import { capabilities } from '../../app/config';
import { queryClient } from '../../app/queryClient';
import { useSearches } from '../../app/searches';
import { readSearch } from '../../app/urlState';
import { parse } from '../../model/query/parse';
import { toQuery } from '../../model/query/toQuery';
import { parseQuery } from '../../url/base';
import { isBareSearch } from '../../url/search';
import { searchEnd } from './searchEnd';
import { searchQuery } from './searchQuery';

let early: number | undefined;

/** When the page was opened: the search that was made early is about the same time as the page. */
export function openedAt(): number {
  const at = early ?? searchEnd();
  early = undefined;
  return at;
}

/** Ends when the traces are there. */
export async function searchEarly(): Promise<void> {
  if (!capabilities().uiApi) return;
  const { search } = window.location;
  const { last } = useSearches.getState();
  const isBare = isBareSearch(parseQuery(search));
  const state = readSearch(isBare && last ? last.slice(last.indexOf('?')) : search);
  if (state.q !== undefined && parse(state.q).error) return;
  early = searchEnd();
  await queryClient.prefetchInfiniteQuery(searchQuery(toQuery(state, early)));
}
