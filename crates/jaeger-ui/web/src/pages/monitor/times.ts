// The ranges of the page, and what they are compared with.

import type { MonitorState } from '../../url/monitor';

export interface Range {
  /** ms since 1970. */
  start: number;
  end: number;
}

export const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export const TIMEFRAMES = [
  { value: String(5 * MINUTE), label: 'Last 5 minutes' },
  { value: String(15 * MINUTE), label: 'Last 15 minutes' },
  { value: String(30 * MINUTE), label: 'Last 30 minutes' },
  { value: String(HOUR), label: 'Last hour' },
  { value: String(2 * HOUR), label: 'Last 2 hours' },
  { value: String(6 * HOUR), label: 'Last 6 hours' },
  { value: String(12 * HOUR), label: 'Last 12 hours' },
  { value: String(DAY), label: 'Last 24 hours' },
  { value: String(2 * DAY), label: 'Last 2 days' },
];

export const COMPARISONS = [
  { value: '', label: 'Nothing' },
  { value: 'previous', label: 'The time before' },
  { value: 'day', label: 'A day earlier' },
  { value: 'week', label: 'A week earlier' },
];

/** How much earlier the time that is compared with lies. */
export function shiftOf(compare: MonitorState['compare'], { start, end }: Range): number | undefined {
  if (compare === undefined) return undefined;
  return { previous: end - start, day: DAY, week: 7 * DAY }[compare];
}
