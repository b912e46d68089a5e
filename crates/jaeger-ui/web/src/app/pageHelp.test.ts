import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

import { pageHelp } from './pageHelp';

test.each([
  ['/search', 'Search'],
  ['/trace/0123456789abcdef', 'Trace'],
  ['/trace/a...b', 'Compare'],
  ['/trace/...', 'Compare'],
  ['/dependencies', 'Dependencies'],
  ['/deep-dependencies', 'Paths'],
  ['/monitor', 'Monitor'],
  ['/quality-metrics', 'Quality'],
  ['/nowhere', undefined],
])('%s', (path, title) => expect(pageHelp(path)?.title).toBe(title));

test.each(['search', 'trace', 'compare', 'dependencies', 'paths', 'monitor', 'quality'])('the picture of %s is small', (name) => {
  const bytes = readFileSync(new URL(`./help/${name}.webp`, import.meta.url));
  expect(bytes.length).toBeLessThanOrEqual(60_000);
  expect(bytes.subarray(8, 12).toString()).toBe('WEBP');
});

test('the pictures of the README are those of the browser tests', () => {
  const readme = readFileSync(new URL('../../../../../README.md', import.meta.url), 'utf8');
  const pictures = [...readme.matchAll(/!\[[^\]]+\]\(crates\/jaeger-ui\/web\/(shots\/[\w-]+\.png)\)/g)].map(([, path]) => path);
  expect(pictures.length).toBeGreaterThan(1);
  for (const path of pictures) expect(existsSync(new URL(`../../${path}`, import.meta.url)), path).toBe(true);
});
