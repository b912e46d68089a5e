import { expect, test } from 'vitest';

import { filesOf } from './pageFiles';
import type { Output } from './pageFiles';

function chunk(fileName: string, rest: Partial<Output> & { css?: string } = {}): Output {
  const { css, ...others } = rest;
  return { type: 'chunk', fileName, viteMetadata: { importedCss: new Set(css ? [css] : []) }, ...others };
}

function page(name: string, rest: Partial<Output> & { css?: string } = {}): Output {
  return chunk(`${name}.js`, { facadeModuleId: `/src/pages/${name}/index.tsx`, ...rest });
}

test('a page needs what it imports, directly and not, and not what the program has', () => {
  const files = filesOf([
    { type: 'asset', fileName: 'icon.svg' },
    chunk('index.js', { isEntry: true, imports: ['shared.js'], css: 'index.css' }),
    chunk('shared.js', { imports: ['index.js'], css: 'shared.css' }),
    chunk('plots.js', { imports: ['shared.js'], css: 'plots.css' }),
    page('search', { imports: ['shared.js', 'plots.js'] }),
    page('trace', { css: 'trace.css' }),
    page('quality'),
  ]);
  expect(files).toMatchObject({
    search: ['search.js', 'plots.js', 'plots.css'],
    trace: ['trace.js', 'trace.css'],
    'quality-metrics': ['quality.js'],
    monitor: [],
  });
});
