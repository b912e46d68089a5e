import { expect, test } from 'vitest';

import { BUDGET, chunksOf, problemsOf } from './budget.mjs';

const manifest = {
  'index.html': { file: 'static/index.js', isEntry: true, imports: ['_shared.js'] },
  '_shared.js': { file: 'static/shared.js', imports: ['index.html'] },
  'src/pages/trace/index.tsx': { file: 'static/trace.js', imports: ['_shared.js'] },
};
const files = ['index.html', 'static/index.js', 'static/shared.js', 'static/trace.js', 'static/worker.js', 'static/a.css'];

test('what the entry imports counts, what it loads later does not', () => {
  const chunks = chunksOf(manifest, files, () => 1000);
  expect(chunks).toMatchObject({ initialJs: 2000, css: 1000, lazy: { 'static/trace.js': 1000, 'static/worker.js': 1000 } });
  expect(problemsOf(chunks)).toEqual([]);
});

test('each budget is checked', () => {
  const chunks = chunksOf(manifest, files, () => BUDGET.initialJs);
  expect(problemsOf(chunks)).toHaveLength(4);
});
