import { expect, test } from 'vitest';

import { bucketOf } from './buckets';

const MS = 1_000_000;

test.each([
  [0, 0, 2],
  [2, 0, 2],
  [2.1, 2, 4],
  [10, 8, 10],
  [48, 10, 50],
  [950, 800, 1_000],
  [14_999, 10_000, 15_000],
  // What is slower than the last bound is told as that bound.
  [15_000, 10_000, undefined],
  [20_000, 10_000, undefined],
])('%d ms lie between %d and %s ms', (latency, above, upTo) => {
  expect(bucketOf(latency * MS)).toEqual(upTo === undefined ? { above: above * MS } : { above: above * MS, upTo: upTo * MS });
});
