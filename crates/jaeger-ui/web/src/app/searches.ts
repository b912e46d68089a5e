// Searches made lately, and those kept under a name; in this browser only.

import { create } from 'zustand';

import { readStoredJson, writeStored } from './storage';

export interface KeptSearch {
  /** What the reader called it, or what it asks. */
  name: string;
  /** A path of the app: `/search?…`. */
  href: string;
}

const RECENT_KEY = 'jaeger-ui-recent-searches';
const SAVED_KEY = 'jaeger-ui-saved-searches';
const MOST_RECENT = 12;

interface Searches {
  /** The newest first. */
  recent: readonly KeptSearch[];
  saved: readonly KeptSearch[];
  /** A search was made. */
  remember(search: KeptSearch): void;
  /** One of the same name is replaced. */
  save(search: KeptSearch): void;
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

export const useSearches = create<Searches>((set, get) => ({
  recent: readStoredJson(RECENT_KEY, isKept) ?? [],
  saved: readStoredJson(SAVED_KEY, isKept) ?? [],
  remember(search) {
    const others = get().recent.filter(({ name }) => name !== search.name);
    const recent = [search, ...others].slice(0, MOST_RECENT);
    writeStored(RECENT_KEY, JSON.stringify(recent));
    set({ recent });
  },
  save(search) {
    const saved = [...get().saved.filter(({ name }) => name !== search.name), search];
    writeStored(SAVED_KEY, JSON.stringify(saved));
    set({ saved });
  },
  forget(name) {
    const saved = get().saved.filter((entry) => entry.name !== name);
    writeStored(SAVED_KEY, JSON.stringify(saved));
    set({ saved });
  },
}));
