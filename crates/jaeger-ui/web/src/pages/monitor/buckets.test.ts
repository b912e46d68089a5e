import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

import { bucketOf } from './buckets';

// The server is tested with the same examples.
const file = new URL('../../../../../jaeger-storage-memory/testdata/buckets.csv', import.meta.url);
const [, ...lines] = readFileSync(file, 'utf8').trim().split('\n');
const examples = lines.map((line) => line.split(',').map(Number));

test.each(examples)('%d ns lie between %d and %d ns', (duration, above, upTo) => {
  expect(bucketOf(duration)).toEqual({ above, upTo });
});

test('a bound is known again when it was told in milliseconds', () => {
  for (const [, above, upTo] of examples) expect(bucketOf((upTo / 1e6) * 1e6).above).toBe(above);
});

test.each([2 ** 42, 2 ** 42 + 1, 1e15])('%d ns may be slower than the last bound, which is told for it', (latency) => {
  expect(bucketOf(latency)).toEqual({ above: 2 ** 42 - 2 ** 37 });
});
