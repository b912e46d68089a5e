// A search in words, for lists of searches and for what was not found.

import { lookbackLabel } from '../../url/lookback';
import { searchHref } from '../../url/search';
import type { SearchState } from '../../url/search';
import type { KeptSearch } from '../../app/searches';

/** `{ … }, last hour, slowest first` */
export function describe(state: SearchState, text: string): string {
  const range = state.lookback === 'custom' ? 'custom range' : lookbackLabel(state.lookback).toLowerCase();
  const order = state.sort === 'start_desc' ? [] : [ORDERS[state.sort]];
  return [summary(text), range, ...order].join(', ');
}

const ORDERS: Record<SearchState['sort'], string> = {
  start_desc: 'newest first',
  start_asc: 'oldest first',
  duration_desc: 'slowest first',
  duration_asc: 'fastest first',
  spans_desc: 'most spans',
  spans_asc: 'fewest spans',
  errors_desc: 'most errors',
  errors_asc: 'fewest errors',
  name_asc: 'by name',
  name_desc: 'by name, from Z',
};

/** Short words for what is asked most. */
function summary(text: string): string {
  if (text === '') return 'Every trace';
  return text
    .replace(/^\{ ([^{}]*) \}$/, '$1')
    .replaceAll(' && ', ' · ');
}

/** Without its times, unless they were chosen: made again, it looks back from then. */
export function asKept(state: SearchState, text: string): KeptSearch {
  const isFixed = state.lookback === 'custom';
  const kept: SearchState = { ...state, selected: undefined, live: false };
  return {
    name: describe(state, text),
    href: searchHref(isFixed ? kept : { ...kept, start: undefined, end: undefined }),
  };
}
