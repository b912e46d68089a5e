import { useSyncExternalStore } from 'react';

function subscribe(listener: () => void): () => void {
  window.addEventListener('resize', listener);
  return () => window.removeEventListener('resize', listener);
}

/** Which of the three arrangements the window has room for. */
export function useWindowClass(): 'narrow' | 'middle' | 'wide' {
  return useSyncExternalStore(subscribe, () => {
    if (window.innerWidth < 720) return 'narrow';
    return window.innerWidth < 1200 ? 'middle' : 'wide';
  });
}
