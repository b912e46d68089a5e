/** What the entry of the history keeps when the page went on from the last search by itself. */
export const LAST_SEARCH = { isLastSearch: true };

export function isLastSearch(state: unknown): boolean {
  return typeof state === 'object' && state !== null && 'isLastSearch' in state;
}
