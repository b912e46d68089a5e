// What a first page loads, what loads later, and how large each may be (bytes after gzip -6).

export const BUDGET = { initialJs: 190_000, css: 25_000, lazy: 70_000, fonts: 90_000 };

/** The pages that people open first; each comes with the program. */
const FIRST_PAGES = ['src/pages/search/index.tsx', 'src/pages/trace/index.tsx'];

/**
 * Sorts the built files by when they are loaded. First are the entry and one of the pages that people open first, with
 * all that they import statically, of which the larger counts; every other script, workers too, is loaded when it is
 * needed.
 *
 * @param {Record<string, {file: string, isEntry?: boolean, imports?: string[], css?: string[]}>} manifest
 * @param {string[]} files
 * @param {(name: string) => number} gzipOf
 */
export function chunksOf(manifest, files, gzipOf) {
  const closure = (key, found) => {
    const chunk = manifest[key];
    if (!chunk || found.has(chunk.file)) return found;
    found.add(chunk.file);
    for (const css of chunk.css ?? []) found.add(css);
    for (const next of chunk.imports ?? []) closure(next, found);
    return found;
  };
  const entry = Object.keys(manifest).find((key) => manifest[key].isEntry);
  const firsts = FIRST_PAGES.map((page) => [...closure(page, closure(entry, new Set()))]);

  const sum = (names) => names.reduce((total, name) => total + gzipOf(name), 0);
  const largest = (end) => Math.max(...firsts.map((names) => sum(names.filter((name) => name.endsWith(end)))));
  const later = files.filter((name) => name.endsWith('.js') && !firsts.flat().includes(name));
  return {
    initialJs: largest('.js'),
    css: largest('.css'),
    fonts: sum(files.filter((name) => name.endsWith('.woff2'))),
    lazy: Object.fromEntries(later.map((name) => [name, gzipOf(name)])),
  };
}

/** A sentence for each budget that is exceeded. */
export function problemsOf(chunks) {
  const problems = [];
  const check = (what, size, limit) => {
    if (size > limit) problems.push(`${what} has ${size} bytes, ${limit} are allowed`);
  };
  check('JavaScript of the first page', chunks.initialJs, BUDGET.initialJs);
  check('CSS of the first page', chunks.css, BUDGET.css);
  check('fonts', chunks.fonts, BUDGET.fonts);
  for (const [name, size] of Object.entries(chunks.lazy)) check(name, size, BUDGET.lazy);
  return problems;
}
