// What a reader chooses for this browser: theme, time zone, how times are shown, whether single keys act.

import { create } from 'zustand';

import { storedStartTimes, storeStartTimes } from './startTimes';
import type { StartTimes } from './startTimes';
import { readStored, writeStored } from './storage';

export type Theme = 'light' | 'dark' | 'system';

/** The same key as Jaeger UI's, so that a choice made there holds here. */
const THEME_KEY = 'jaeger-ui-theme';
const ZONE_KEY = 'jaeger-ui-zone';
const KEYS_KEY = 'jaeger-ui-keys';

export interface Settings {
  theme: Theme;
  /** `local`, `UTC` or a name such as `Europe/Paris`. */
  zone: string;
  /** Whether shortcuts of a single key act. */
  keys: boolean;
  /** In the results of a search. */
  startTimes: StartTimes;
  setTheme(theme: Theme): void;
  setZone(zone: string): void;
  setKeys(keys: boolean): void;
  setStartTimes(startTimes: StartTimes): void;
}

function storedTheme(): Theme {
  const stored = readStored(THEME_KEY);
  return stored === 'light' || stored === 'dark' ? stored : 'system';
}

export const useSettings = create<Settings>((set) => ({
  theme: storedTheme(),
  zone: readStored(ZONE_KEY) ?? 'local',
  keys: readStored(KEYS_KEY) !== 'off',
  startTimes: storedStartTimes(),
  setTheme(theme) {
    writeStored(THEME_KEY, theme === 'system' ? undefined : theme);
    set({ theme });
    showTheme();
  },
  setZone(zone) {
    writeStored(ZONE_KEY, zone === 'local' ? undefined : zone);
    set({ zone });
  },
  setKeys(keys) {
    writeStored(KEYS_KEY, keys ? undefined : 'off');
    set({ keys });
  },
  setStartTimes(startTimes) {
    storeStartTimes(startTimes);
    set({ startTimes });
  },
}));

const systemDark = () => window.matchMedia('(prefers-color-scheme: dark)');

/** Set by `uiTheme` in the address; it wins and is not stored. */
let forced: 'light' | 'dark' | undefined;

export function forceTheme(theme: 'light' | 'dark' | undefined): void {
  forced = theme;
  showTheme();
}

/** The theme in use now. */
export function themeInUse(): 'light' | 'dark' {
  if (forced) return forced;
  const { theme } = useSettings.getState();
  if (theme !== 'system') return theme;
  return systemDark().matches ? 'dark' : 'light';
}

/** Puts the theme on the document, where the tokens and canvases see it. */
export function showTheme(): void {
  document.documentElement.dataset.theme = themeInUse();
}

/** Follows the system, and choices made in other tabs. */
export function followTheme(): void {
  systemDark().addEventListener('change', showTheme);
  window.addEventListener('storage', (event) => {
    if (event.key !== THEME_KEY) return;
    useSettings.setState({ theme: storedTheme() });
    showTheme();
  });
  showTheme();
}
