import { describe, expect, it } from 'vitest';

import { aligned, change, lastSeen, lastValue, maxValue, minValue, shifted, stepFor, tableOf } from './series';
import type { Series } from './series';

const series = (service: string, ...values: (number | null)[]): Series => ({
  service,
  times: values.map((_, index) => index * 60_000),
  values,
});

describe('a series', () => {
  const some = series('a', 3, null, 1, 2, null);
  it('has extremes and a last value, without gaps', () => {
    expect([minValue(some), maxValue(some), lastValue(some)]).toEqual([1, 3, 2]);
    expect([minValue(undefined), lastValue(series('a', null))]).toEqual([null, null]);
  });
  it('tells when something was seen last', () => {
    expect(lastSeen(series('a', 3, 2), false)).toEqual({ value: 2 });
    expect(lastSeen(some, false)).toEqual({ value: 2, since: 180_000 });
    expect(lastSeen(series('a', 3, 0, 0), true)).toEqual({ value: 3, since: 0 });
    expect(lastSeen(series('a', 0, 0), true)).toEqual({ value: 0 });
    expect(lastSeen(series('a', 0, 0, null), false)).toEqual({ value: 0, since: 60_000 });
    expect(lastSeen(series('a', null), false)).toBeUndefined();
  });
  it('is moved in time', () => expect(shifted(some, 5).times[1]).toBe(60_005));
});

it('steps keep a chart to so many points', () => {
  for (const hours of [0.08, 1, 6, 24, 48, 720]) {
    const points = (hours * 3_600_000) / stepFor(hours * 3_600_000);
    expect(points).toBeLessThanOrEqual(72);
  }
  expect(stepFor(300_000)).toBe(60_000);
});

it('series of other times are laid over one another', () => {
  const late = { ...series('b', 9), times: [30_000] };
  expect(aligned([series('a', 1, 2), late])).toEqual({
    times: [0, 30_000, 60_000],
    values: [
      [1, null, 2],
      [null, 9, null],
    ],
  });
});

describe('the table', () => {
  const whole = {
    latencies: [series('slow', 100), series('busy', 10), series('idle', 5)],
    calls: [series('slow', 1), series('busy', 5), series('idle', 0)],
    errors: [series('busy', 0.5)],
  };
  const keyOf = ({ service }: Series) => service;

  it('has what was called, by impact', () => {
    const rows = tableOf(keyOf, whole, undefined, undefined);
    expect(rows.map(({ key, rate, errors }) => [key, rate, errors])).toEqual([
      ['slow', 1, 0],
      ['busy', 5, 0.5],
    ]);
    expect(rows[0].impact).toBeCloseTo(2 / 3);
  });

  it('has what was before', () => {
    const [slow] = tableOf(keyOf, whole, whole, { ...whole, latencies: [series('slow', 50)] });
    expect(slow.before).toEqual({ latency: 50, rate: 1, errors: 0 });
    expect(change(slow.latency, 50)).toBe(1);
    expect(slow.latencies).toBe(whole.latencies[0]);
  });
});

it('a change from nothing cannot be told', () => {
  expect(change(5, 0)).toBeNull();
  expect(change(null, 5)).toBeNull();
});
