// Searches made lately, and those kept under a name; in this browser only.

import { create } from 'zustand';

import { readStored, readStoredJson, writeStored } from './storage';

export interface KeptSearch {
  /** What the reader called it, or what it asks. */
  name: string;
  /** A path of the app: `/search?…`. */
  href: string;
}

const RECENT_KEY = 'jaeger-ui-recent-searches';
const SAVED_KEY = 'jaeger-ui-saved-searches';
const LAST_KEY = 'jaeger-ui-last-search';
const MOST_RECENT = 12;

interface Searches {
  /** The newest first. */
  recent: readonly KeptSearch[];
  saved: readonly KeptSearch[];
  /** What the search page opens with when its address asks for nothing. */
  last?: string;
  /** A search was made. */
  remember(search: KeptSearch): void;
  /** Every trace was asked for: nothing to keep, and what was asked before is over. */
  forgetLast(): void;
  /** Those of the same names are replaced. */
  save(...searches: KeptSearch[]): void;
  forget(name: string): void;
}

function isKept(value: unknown): value is KeptSearch[] {
  return (
    Array.isArray(value) &&
    value.every((entry: unknown) => {
      const kept = entry as Partial<KeptSearch> | null;
      return typeof kept?.name === 'string' && typeof kept.href === 'string' && kept.href.startsWith('/search');
    })
  );
}

function lastHref(): string | undefined {
  const href = readStored(LAST_KEY);
  return href?.startsWith('/search?') ? href : undefined;
}

export const useSearches = create<Searches>((set, get) => ({
  recent: readStoredJson(RECENT_KEY, isKept) ?? [],
  saved: readStoredJson(SAVED_KEY, isKept) ?? [],
  last: lastHref(),
  remember(search) {
    const others = get().recent.filter(({ name }) => name !== search.name);
    const recent = [search, ...others].slice(0, MOST_RECENT);
    writeStored(RECENT_KEY, JSON.stringify(recent));
    writeStored(LAST_KEY, search.href);
    set({ recent, last: search.href });
  },
  forgetLast() {
    writeStored(LAST_KEY, undefined);
    set({ last: undefined });
  },
  save(...searches) {
    const names = new Set(searches.map(({ name }) => name));
    const saved = [...get().saved.filter(({ name }) => !names.has(name)), ...searches];
    writeStored(SAVED_KEY, JSON.stringify(saved));
    set({ saved });
  },
  forget(name) {
    const saved = get().saved.filter((entry) => entry.name !== name);
    writeStored(SAVED_KEY, JSON.stringify(saved));
    set({ saved });
  },
}));
