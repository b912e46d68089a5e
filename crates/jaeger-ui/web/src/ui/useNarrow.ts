import { useWindowClass } from './useWindowClass';

/** Whether there is room for one column only. */
export function useNarrow(): boolean {
  return useWindowClass() === 'narrow';
}
