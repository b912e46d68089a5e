import { useSyncExternalStore } from 'react';

export type WindowClass = 'narrow' | 'middle' | 'wide';

const middle = window.matchMedia('(min-width: 720px)');
const wide = window.matchMedia('(min-width: 1200px)');

function subscribe(listener: () => void): () => void {
  for (const query of [middle, wide]) query.addEventListener('change', listener);
  return () => {
    for (const query of [middle, wide]) query.removeEventListener('change', listener);
  };
}

/** Which of the three arrangements the window has room for: one, two or three columns. */
export function useWindowClass(): WindowClass {
  return useSyncExternalStore(subscribe, () => (wide.matches ? 'wide' : middle.matches ? 'middle' : 'narrow'));
}
