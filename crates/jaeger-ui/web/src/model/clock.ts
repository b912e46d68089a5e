// Points in time, in the zone that the reader chose: `local`, `UTC` or a name such as Europe/Paris.

import { grouped } from './grouped';

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const options: Intl.DateTimeFormatOptions = {
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'longOffset',
    timeZone: zone,
  };
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat('en-GB', options);
  } catch {
    // A zone from an old link or another browser that this one does not know.
    format = new Intl.DateTimeFormat('en-GB', { ...options, timeZone: 'UTC' });
  }
  formats.set(zone, format);
  return format;
}

interface Parts {
  date: string;
  clock: string;
  offset: string;
}

/** The last milliseconds that a `Date` can hold, and the first. */
const LAST = 8_640_000_000_000_000n;

function partsOf(unixNano: bigint, zone: string): Parts {
  let millis = unixNano / 1_000_000n;
  if (millis > LAST) millis = LAST;
  if (millis < -LAST) millis = -LAST;
  // These two a date knows itself. To make the first format takes a browser longer than to draw a table of times.
  if (zone === 'UTC') return partsAt(Number(millis), 0);
  if (zone === 'local') return partsAt(Number(millis), -new Date(Number(millis)).getTimezoneOffset());
  const found: Record<string, string> = {};
  for (const { type, value } of formatOf(zone).formatToParts(Number(millis))) found[type] = value;
  return {
    date: `${found.year}-${found.month}-${found.day}`,
    clock: `${found.hour}:${found.minute}:${found.second}`,
    offset: offsetOf(found.timeZoneName ?? 'GMT'),
  };
}

/** Where clocks are so many minutes ahead of UTC. */
function partsAt(millis: number, minutes: number): Parts {
  const moved = millis + minutes * 60_000;
  // At the ends of time there is no room to move.
  const date = new Date(Math.abs(moved) <= Number(LAST) ? moved : millis);
  const [day, clock] = date.toISOString().split('T');
  const size = Math.abs(minutes);
  const rest = size % 60 === 0 ? '' : `:${String(size % 60).padStart(2, '0')}`;
  const offset = minutes === 0 ? 'UTC' : `UTC${minutes < 0 ? '-' : '+'}${Math.floor(size / 60)}${rest}`;
  // Years of more than four digits have a sign.
  return { date: day.replace(/^\+0*/, ''), clock: clock.slice(0, 8), offset };
}

/** `GMT+01:00` as `UTC+1`. */
function offsetOf(name: string): string {
  const offset = name.replace('GMT', 'UTC').replace(/([+-])0?(\d+)(?::00)?/, '$1$2');
  return offset === 'UTC+0' ? 'UTC' : offset;
}

function fraction(unixNano: bigint, digits: number): string {
  const rest = ((unixNano % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n;
  return rest.toString().padStart(9, '0').slice(0, digits);
}

/** `14:03:22.118` */
export function time(unixNano: bigint, zone: string): string {
  return `${partsOf(unixNano, zone).clock}.${fraction(unixNano, 3)}`;
}

/** `2026-11-21 14:03:22.118` */
export function dateTime(unixNano: bigint, zone: string): string {
  const { date, clock } = partsOf(unixNano, zone);
  return `${date} ${clock}.${fraction(unixNano, 3)}`;
}

/** `2026-11-21 14:03:22.118204001 UTC+1` */
export function timeExact(unixNano: bigint, zone: string): string {
  const { date, clock, offset } = partsOf(unixNano, zone);
  return `${date} ${clock}.${fraction(unixNano, 9)} ${offset}`;
}

/** How a zone is called beside a clock, `UTC+1`, at a moment (of summer or winter). */
export function zoneLabel(zone: string, unixNano: bigint): string {
  return partsOf(unixNano, zone).offset;
}

const AGO: readonly [seconds: number, unit: string][] = [
  [86_400, 'd'],
  [3_600, 'h'],
  [60, 'min'],
  [1, 's'],
];

/** `3 min ago`, `in 2 h`, `now`. */
export function relative(unixNano: bigint, nowUnixNano: bigint): string {
  const seconds = Math.round(Number(nowUnixNano - unixNano) / 1e9);
  const size = Math.abs(seconds);
  for (const [unitSeconds, unit] of AGO) {
    if (size < unitSeconds) continue;
    const text = `${grouped(Math.floor(size / unitSeconds))} ${unit}`;
    return seconds > 0 ? `${text} ago` : `in ${text}`;
  }
  return 'now';
}
