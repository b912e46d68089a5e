// Numbers, durations and times as people read them.

import { grouped } from './grouped';

const MINUTE = 60e9;
const HOUR = 3600e9;
const DAY = 86_400e9;

const UNITS: readonly [limit: number, size: number, name: string][] = [
  [1e3, 1, 'ns'],
  [1e6, 1e3, 'µs'],
  [1e9, 1e6, 'ms'],
  [MINUTE, 1e9, 's'],
];

/** 1,284 */
export function count(n: number): string {
  return grouped(n);
}

/** `1 span`, `1,284 spans`. */
export function counted(n: number, word: string): string {
  return `${count(n)} ${word}${n === 1 ? '' : 's'}`;
}

/** Made when it is first needed, see {@link grouped}. */
let compact: Intl.NumberFormat | undefined;

/** 1,284 up to 9,999, then 12.8K and 1.28M: for labels that have little room. */
export function countShort(n: number): string {
  if (Math.abs(n) < 10_000) return grouped(n);
  compact ??= new Intl.NumberFormat('en-US', { notation: 'compact', maximumSignificantDigits: 3 });
  return compact.format(n);
}

/** Three significant figures without zeros at the end: 1.24, 40, 612. */
export function figures(x: number): string {
  if (!Number.isFinite(x)) return '–';
  const size = Math.abs(x);
  return size >= 1000 ? grouped(x) : String(Number(x.toPrecision(3)));
}

/** A share of 1 as `78 %`. */
export function percent(share: number): string {
  if (!Number.isFinite(share)) return '–';
  const value = share * 100;
  if (value === 0) return '0 %';
  if (Math.abs(value) < 0.1) return value > 0 ? '< 0.1 %' : '> -0.1 %';
  return `${Math.abs(value) < 10 ? String(Number(value.toFixed(1))) : grouped(value)} %`;
}

/** A duration of nanoseconds in three significant figures: `1.24 s`, `612 ms`, `3 h 5 min`. */
export function duration(nanos: number): string {
  if (!Number.isFinite(nanos)) return '–';
  if (nanos < 0) return `-${duration(-nanos)}`;
  if (nanos === 0) return '0 ns';
  // Rounded first, so that 999.9 ms is 1 s and not 1000 ms.
  const rounded = nanos < MINUTE ? Number(nanos.toPrecision(3)) : nanos;
  for (const [limit, size, name] of UNITS) {
    if (rounded < limit) return `${Number((rounded / size).toPrecision(3))} ${name}`;
  }
  const seconds = Math.round(nanos / 1e9);
  if (seconds < 3600) return pair(Math.floor(seconds / 60), 'min', seconds % 60, 's');
  const minutes = Math.round(nanos / MINUTE);
  if (minutes < 24 * 60) return pair(Math.floor(minutes / 60), 'h', minutes % 60, 'min');
  const hours = Math.round(nanos / HOUR);
  return pair(Math.floor(hours / 24), 'd', hours % 24, 'h');
}

function pair(large: number, largeUnit: string, small: number, smallUnit: string): string {
  const head = `${grouped(large)} ${largeUnit}`;
  return small === 0 ? head : `${head} ${small} ${smallUnit}`;
}

/** Every digit of a duration: `1,238.491022 ms`. */
export function durationExact(nanos: number): string {
  if (!Number.isFinite(nanos)) return '–';
  const size = Math.abs(nanos);
  const unit = UNITS.find(([limit]) => size < limit) ?? UNITS[UNITS.length - 1];
  return `${grouped(nanos / unit[1], 9)} ${unit[2]}`;
}

const SECONDS_OF: Record<string, number> = {
  ns: 1,
  us: 1e3,
  µs: 1e3,
  μs: 1e3,
  ms: 1e6,
  s: 1e9,
  m: MINUTE,
  min: MINUTE,
  h: HOUR,
  d: DAY,
};

/** Nanoseconds of `1.2s`, `100 ms`, `1m30s`; undefined when it is not a duration. */
export function parseDuration(text: string): number | undefined {
  const trimmed = text.trim();
  if (!/^(?:\d+(?:\.\d*)?\s*(?:ns|us|µs|μs|ms|s|min|m|h|d)\s*)+$/.test(trimmed)) return undefined;
  let sum = 0;
  for (const [, digits, unit] of trimmed.matchAll(/(\d+(?:\.\d*)?)\s*(ns|us|µs|μs|ms|s|min|m|h|d)/g)) {
    sum += Number(digits) * SECONDS_OF[unit];
  }
  return Number.isFinite(sum) ? Math.round(sum) : undefined;
}

/** Bytes as `1.28 MB`. */
export function bytes(n: number): string {
  if (n < 1000) return `${grouped(n)} B`;
  const units = ['kB', 'MB', 'GB', 'TB'];
  let value = n;
  let unit = -1;
  do {
    value /= 1000;
    unit++;
  } while (value >= 999.5 && unit < units.length - 1);
  return `${figures(value)} ${units[unit]}`;
}

/** What is put before the DOM sees it: a cell never needs more. */
export function clip(text: string, limit = 300): string {
  return text.length <= limit ? text : `${text.slice(0, limit - 1)}…`;
}

export { grouped } from './grouped';
export { dateTime, relative, time, timeExact, zoneLabel } from './clock';
