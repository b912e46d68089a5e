// The state of each page, which is its address.

import { replaceEqualDeep } from '@tanstack/react-query';
import { useCallback, useMemo, useRef } from 'react';

import { parseQuery } from '../url/base';
import { mergeQuery } from '../url/codec';
import type { Codec } from '../url/codec';
import { compareCodec } from '../url/compare';
import type { CompareState } from '../url/compare';
import { dependenciesCodec } from '../url/dependencies';
import type { DependenciesState } from '../url/dependencies';
import { readEmbed } from '../url/embed';
import type { EmbedState } from '../url/embed';
import { monitorCodec } from '../url/monitor';
import type { MonitorState } from '../url/monitor';
import { pathsCodec } from '../url/paths';
import type { PathsState } from '../url/paths';
import { qualityCodec } from '../url/quality';
import type { QualityState } from '../url/quality';
import { lookbackMicros } from '../url/lookback';
import { searchCodec } from '../url/search';
import type { SearchState } from '../url/search';
import { MOST_COLLAPSED, traceCodec } from '../url/trace';
import type { TraceState } from '../url/trace';
import { currentAddress, useAddress, writeAddress } from './address';
import type { Address } from './address';
import { config } from './config';

export interface SetOptions {
  /** A step that the back button undoes; without it the entry is replaced, as while typing or dragging. */
  push?: boolean;
}

/** Changes the given parts. A function is given the newest state, whatever was rendered last. */
export type SetState<S> = (patch: Partial<S> | ((state: S) => Partial<S>), options?: SetOptions) => void;

interface Binding<S> {
  codec: Codec<S>;
  /** The state of an address, with what only this entry of the history knows. */
  read(address: Address): S;
  /** What is kept with the entry. */
  keep?(state: S): unknown;
}

/** What an address says as before stays the same object, so that nothing is worked out again for it. */
function useUrlState<S>(binding: Binding<S>): [S, SetState<S>] {
  const address = useAddress();
  const last = useRef<S>(undefined);
  const state = useMemo(() => replaceEqualDeep(last.current, binding.read(address)), [binding, address]);
  last.current = state;
  const set = useCallback<SetState<S>>(
    (patch, options) => {
      const before = currentAddress();
      const now = binding.read(before);
      const next = { ...now, ...(typeof patch === 'function' ? patch(now) : patch) };
      writeAddress(mergeQuery(binding.codec, before.search, next), { ...options, state: binding.keep?.(next) });
    },
    [binding],
  );
  return [state, set];
}

function plain<S>(codec: Codec<S>): Binding<S> {
  return { codec, read: ({ search }) => codec.decode(parseQuery(search)) };
}

const search: Binding<SearchState> = {
  codec: searchCodec,
  read(address) {
    const params = parseQuery(address.search);
    const state = searchCodec.decode(params);
    const { defaultLookback, maxLimit } = config().search;
    const free = !params.has('lookback') && !params.has('start') && !params.has('end');
    return {
      ...state,
      lookback: free && lookbackMicros(defaultLookback) !== undefined ? defaultLookback : state.lookback,
      limit: Math.min(state.limit, maxLimit),
    };
  },
};

/** The state of an address of the search page. */
export const readSearch = (query: string): SearchState => search.read({ search: query, state: null });

/** More toggles than an address should carry stay with the entry of the history. */
const trace: Binding<TraceState> = {
  codec: traceCodec,
  read(address) {
    const state = traceCodec.decode(parseQuery(address.search));
    const kept = keptToggles(address.state);
    return kept && state.collapsed?.length === MOST_COLLAPSED ? { ...state, collapsed: kept } : state;
  },
  keep: ({ collapsed }) => (collapsed && collapsed.length > MOST_COLLAPSED ? { collapsed } : null),
};

/** The state of an address of the trace page. */
export const readTrace = (query: string): TraceState => trace.read({ search: query, state: null });

function keptToggles(state: unknown): string[] | undefined {
  if (typeof state !== 'object' || state === null || !('collapsed' in state)) return undefined;
  const { collapsed } = state;
  return Array.isArray(collapsed) && collapsed.every((id) => typeof id === 'string') ? collapsed : undefined;
}

const compare = plain<CompareState>(compareCodec);
const dependencies = plain<DependenciesState>(dependenciesCodec);
const monitor = plain<MonitorState>(monitorCodec);
const paths = plain<PathsState>(pathsCodec);
const quality = plain<QualityState>(qualityCodec);

export const useSearchState = () => useUrlState(search);
export const useTraceState = () => useUrlState(trace);
export const useCompareState = () => useUrlState(compare);
export const useDependenciesState = () => useUrlState(dependencies);
export const useMonitorState = () => useUrlState(monitor);
export const usePathsState = () => useUrlState(paths);
export const useQualityState = () => useUrlState(quality);

/** As the page was loaded. Links inside a frame do not repeat what the frame asked for. */
const loaded = readEmbed(parseQuery(window.location.search));

/** What a frame around the page asked for. */
export function useEmbed(): EmbedState {
  const address = useAddress();
  return useMemo(() => {
    const now = readEmbed(parseQuery(address.search));
    return now.embedded ? now : { ...loaded, theme: now.theme ?? loaded.theme };
  }, [address]);
}
