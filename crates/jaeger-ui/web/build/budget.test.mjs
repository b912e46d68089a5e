import { expect, test } from 'vitest';

import { BUDGET, chunksOf, problemsOf } from './budget.mjs';

const manifest = {
  'index.html': { file: 'index.js', isEntry: true, imports: ['_shared.js'], css: ['index.css'] },
  '_shared.js': { file: 'shared.js', imports: ['index.html'] },
  'src/pages/search/index.tsx': { file: 'search.js', imports: ['_shared.js', '_plots.js'] },
  '_plots.js': { file: 'plots.js', imports: ['_shared.js'] },
  'src/pages/trace/index.tsx': { file: 'trace.js', imports: ['_shared.js'], css: ['trace.css'] },
  'src/pages/quality/index.tsx': { file: 'quality.js', css: ['quality.css'] },
};
const scripts = ['index.js', 'shared.js', 'search.js', 'plots.js', 'trace.js', 'quality.js', 'worker.js'];
const files = ['index.html', ...scripts, 'index.css', 'trace.css', 'quality.css'];

test('the entry counts with the larger of the first pages, what is loaded later by itself', () => {
  const chunks = chunksOf(manifest, files, () => 1000);
  expect(chunks).toMatchObject({ initialJs: 4000, css: 2000, lazy: { 'quality.js': 1000, 'worker.js': 1000 } });
  expect(problemsOf(chunks)).toEqual([]);
});

test('each budget is checked', () => {
  const chunks = chunksOf(manifest, files, () => BUDGET.initialJs);
  expect(problemsOf(chunks)).toHaveLength(4);
});
