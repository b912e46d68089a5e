import { describe, expect, it } from 'vitest';

import { readFamily } from './metrics';

const family = {
  metrics: [
    {
      labels: [
        { name: 'service_name', value: 'web' },
        { name: 'operation', value: 'GET /' },
      ],
      metricPoints: [
        { gaugeValue: { doubleValue: 12.5 }, timestamp: '2026-11-21T18:10:05Z' },
        { gaugeValue: { doubleValue: 'NaN' }, timestamp: '2026-11-21T18:11:05Z' },
        { gaugeValue: { doubleValue: 1 }, timestamp: 'soon' },
      ],
    },
  ],
};

describe('series of an answer', () => {
  it('are scaled, and have gaps where there is no number', () => {
    const [series] = readFamily(family, 1e6);
    expect(series).toMatchObject({ service: 'web', operation: 'GET /', values: [12.5e6, null] });
    expect(series.times[1] - series.times[0]).toBe(60_000);
  });

  it('may be none', () => {
    expect(readFamily({ metrics: null }, 1)).toEqual([]);
    expect(readFamily(undefined, 1)).toEqual([]);
    expect(() => readFamily({ metrics: 'no' }, 1)).toThrow('not a list');
  });
});
