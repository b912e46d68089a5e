import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import {
  bytes,
  clip,
  count,
  countShort,
  dateTime,
  duration,
  durationExact,
  figures,
  grouped,
  parseDuration,
  percent,
  relative,
  time,
  timeExact,
  zoneLabel,
} from './format';

const MS = 1e6;
const S = 1e9;

test('numbers are grouped as the browser does it', () => {
  // Of which the shortest digits are all there are.
  const numbers = fc.oneof(fc.maxSafeInteger(), fc.integer().map((n) => n / 1024));
  fc.assert(
    fc.property(numbers, fc.integer({ min: 0, max: 9 }), (n, digits) => {
      const format = new Intl.NumberFormat('en-US', { maximumFractionDigits: digits });
      // Only the browser writes a sign before nothing.
      expect(grouped(n, digits)).toBe(format.format(n).replace(/^-0$/, '0'));
    }),
    { numRuns: 1000 },
  );
});

describe('duration', () => {
  test.each([
    [0, '0 ns'],
    [1, '1 ns'],
    [999, '999 ns'],
    [1000, '1 µs'],
    [1234, '1.23 µs'],
    [999_600, '1 ms'],
    [612 * MS, '612 ms'],
    [1.2384 * S, '1.24 s'],
    [999.9 * MS, '1 s'],
    [59.94 * S, '59.9 s'],
    [60 * S, '1 min'],
    [59.999 * S, '1 min'],
    [72 * S, '1 min 12 s'],
    [3600 * S, '1 h'],
    [3 * 3600 * S + 5 * 60 * S, '3 h 5 min'],
    [26 * 3600 * S, '1 d 2 h'],
    [-5 * MS, '-5 ms'],
    [Number.NaN, '–'],
    [Number.POSITIVE_INFINITY, '–'],
  ])('%d ns is %s', (nanos, text) => expect(duration(nanos)).toBe(text));

  test.each([
    [1_238_491_022, '1.238491022 s'],
    [612_000_001, '612.000001 ms'],
    [4323 * S + 123, '4,323.000000123 s'],
    [7, '7 ns'],
  ])('%d ns is exactly %s', (nanos, text) => expect(durationExact(nanos)).toBe(text));

  test.each([
    ['1.2s', 1.2 * S],
    ['100 ms', 100 * MS],
    [' 500us ', 500_000],
    ['3µs', 3000],
    ['1m30s', 90 * S],
    ['2h', 7200 * S],
    ['42ns', 42],
    ['42', undefined],
    ['', undefined],
    ['1.2.3s', undefined],
    ['-1s', undefined],
    ['1s foo', undefined],
    ['Infinitys', undefined],
  ])('%j reads as %s', (text, nanos) => expect(parseDuration(text)).toBe(nanos));
});

describe('numbers', () => {
  test.each([
    [1284, '1,284'],
    [0, '0'],
    [1_000_000, '1,000,000'],
  ])('%d counts as %s', (n, text) => expect(count(n)).toBe(text));

  test('short counts and figures', () => {
    expect(countShort(9999)).toBe('9,999');
    expect(countShort(12_840)).toBe('12.8K');
    expect(figures(1.005)).toBe('1');
    expect(figures(40)).toBe('40');
    expect(figures(1234.5)).toBe('1,235');
  });

  test.each([
    [0, '0 %'],
    [0.78, '78 %'],
    [0.0042, '0.4 %'],
    [0.0001, '< 0.1 %'],
    [-0.0001, '> -0.1 %'],
    [1, '100 %'],
    [Number.NaN, '–'],
  ])('%d of one is %s', (share, text) => expect(percent(share)).toBe(text));

  test.each([
    [999, '999 B'],
    [1234, '1.23 kB'],
    [999_999, '1 MB'],
    [12_300_000_000, '12.3 GB'],
  ])('%d bytes are %s', (n, text) => expect(bytes(n)).toBe(text));
});

describe('times', () => {
  const at = 1_795_271_002_118_204_001n; // 2026-11-21 14:23:22.118204001 UTC

  test('in a zone', () => {
    expect(time(at, 'UTC')).toBe('14:23:22.118');
    expect(dateTime(at, 'Europe/Paris')).toBe('2026-11-21 15:23:22.118');
    expect(timeExact(at, 'Europe/Paris')).toBe('2026-11-21 15:23:22.118204001 UTC+1');
    expect(timeExact(at, 'Asia/Kolkata')).toBe('2026-11-21 19:53:22.118204001 UTC+5:30');
    expect(zoneLabel('UTC', at)).toBe('UTC');
    expect(zoneLabel('America/New_York', at)).toBe('UTC-5');
  });

  test('UTC and the zone of the computer are read as any other', () => {
    const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
    const some = fc.bigInt({ min: 0n, max: 4_102_444_800_000_000_000n });
    fc.assert(
      fc.property(some, (nanos) => {
        expect(timeExact(nanos, 'UTC')).toBe(timeExact(nanos, 'Etc/UTC'));
        expect(timeExact(nanos, 'local')).toBe(timeExact(nanos, timeZone));
      }),
    );
  });

  test('a zone that nobody knows is UTC', () => expect(time(at, 'Mars/Olympus')).toBe('14:23:22.118'));

  test('midnight is 00 and not 24', () => expect(time(1_795_219_200n * 1_000_000_000n, 'UTC')).toBe('00:00:00.000'));

  test('times beyond all calendars do not throw', () => {
    expect(dateTime(2n ** 64n * 10n ** 9n, 'UTC')).toMatch(/^\d{6}-/);
    expect(time(-1n, 'UTC')).toMatch(/\.999$/);
  });

  test.each([
    [0n, 'now'],
    [5n, '5 s ago'],
    [185n, '3 min ago'],
    [7200n, '2 h ago'],
    [-7200n, 'in 2 h'],
    [864_000n, '10 d ago'],
  ])('%d s before now is %s', (seconds, text) => expect(relative(at - seconds * 10n ** 9n, at)).toBe(text));
});

test('long text is clipped before the page sees it', () => {
  expect(clip('abc')).toBe('abc');
  expect(clip('x'.repeat(1_000_000))).toHaveLength(300);
});
