// When traces of the results started: by the clock, or how long ago. The tooltip has the other.

import { dateTime, relative, time, timeExact } from '../../model/format';

export interface Clock {
  zone: string;
  /** Set where times are told as how long before this they were. */
  since?: bigint;
}

/** By the clock: all of it, without the year, the time of day, or that without parts of a second. */
export type StartForm = 'full' | 'day' | 'time' | 'second';

export function startText(startUnixNano: bigint, { zone, since }: Clock, form: StartForm): string {
  if (since !== undefined) return relative(startUnixNano, since);
  switch (form) {
    case 'full':
      return dateTime(startUnixNano, zone);
    case 'day':
      return dateTime(startUnixNano, zone).slice(5, 19);
    case 'time':
      return time(startUnixNano, zone);
    case 'second':
      return time(startUnixNano, zone).slice(0, 8);
  }
}

export function startTitle(startUnixNano: bigint, { zone, since }: Clock): string {
  const exact = timeExact(startUnixNano, zone);
  return since === undefined ? `${exact}, ${relative(startUnixNano, BigInt(Date.now()) * 1_000_000n)}` : exact;
}
