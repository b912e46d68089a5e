// How long a span took beside those like it in its trace.

import type { Columns } from './columns';

/** Of fewer than these nobody speaks in percentages. */
const FEWEST = 10;

export interface Rank {
  /** Spans of the same service and name, itself among them. */
  alike: number;
  /** The share of them that took less long. */
  faster: number;
}

export function rankOf(columns: Columns, row: number): Rank | undefined {
  const { name, service, duration, count } = columns;
  let alike = 0;
  let faster = 0;
  for (let other = 0; other < count; other++) {
    if (name[other] !== name[row] || service[other] !== service[row]) continue;
    alike++;
    if (duration[other] < duration[row]) faster++;
  }
  return alike < FEWEST ? undefined : { alike, faster: faster / alike };
}
