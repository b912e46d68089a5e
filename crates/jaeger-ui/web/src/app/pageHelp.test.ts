import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

import { pageHelp } from './pageHelp';

test.each([
  ['/search', 'Search'],
  ['/trace/0123456789abcdef', 'Trace'],
  ['/trace/a...b', 'Compare'],
  ['/trace/...', 'Compare'],
  ['/dependencies', 'Dependencies'],
  ['/monitor', 'Monitor'],
  ['/quality-metrics', 'Quality'],
  ['/nowhere', undefined],
])('%s', (path, title) => expect(pageHelp(path)?.title).toBe(title));

test.each(['search', 'trace', 'compare', 'dependencies', 'monitor', 'quality'])('the picture of %s is small', (name) => {
  const bytes = readFileSync(new URL(`./help/${name}.webp`, import.meta.url));
  expect(bytes.length).toBeLessThanOrEqual(60_000);
  expect(bytes.subarray(8, 12).toString()).toBe('WEBP');
});
