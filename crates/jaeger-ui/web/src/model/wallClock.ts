// Times as `datetime-local` fields have them, in the zone that the reader chose.

import { dateTime } from './format';

/** `2026-11-21T14:03:22` for microseconds since 1970. */
export function toWallClock(micros: number, zone: string): string {
  return shown(BigInt(Math.floor(micros)), zone);
}

function shown(micros: bigint, zone: string): string {
  return dateTime(micros * 1000n, zone).slice(0, 19).replace(' ', 'T');
}

/** Microseconds since 1970; undefined when it is no time. */
export function fromWallClock(text: string, zone: string): number | undefined {
  const wanted = Date.parse(`${text.length === 16 ? `${text}:00` : text}Z`);
  if (Number.isNaN(wanted)) return undefined;
  // What the clocks of the zone show then tells how far off the first guess is; twice, for the hours of change.
  let guess = wanted;
  for (let step = 0; step < 2; step++) {
    guess += wanted - Date.parse(`${shown(BigInt(guess) * 1000n, zone)}Z`);
  }
  return guess * 1000;
}
