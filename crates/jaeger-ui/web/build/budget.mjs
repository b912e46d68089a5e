// What the first page loads, what loads later, and how large each may be (bytes after gzip -6).

export const BUDGET = { initialJs: 190_000, css: 25_000, lazy: 70_000, fonts: 90_000 };

/**
 * Sorts the built files by when they are loaded. The entry's JavaScript is its chunk and all that it imports
 * statically; every other script, workers too, is loaded when it is needed.
 *
 * @param {Record<string, {file: string, isEntry?: boolean, imports?: string[], css?: string[]}>} manifest
 * @param {string[]} files
 * @param {(name: string) => number} gzipOf
 */
export function chunksOf(manifest, files, gzipOf) {
  const initial = new Set();
  const visit = (key) => {
    const chunk = manifest[key];
    if (!chunk || initial.has(chunk.file)) return;
    initial.add(chunk.file);
    for (const next of chunk.imports ?? []) visit(next);
  };
  for (const [key, chunk] of Object.entries(manifest)) if (chunk.isEntry) visit(key);

  const sum = (names) => names.reduce((total, name) => total + gzipOf(name), 0);
  const scripts = files.filter((name) => name.endsWith('.js'));
  const later = scripts.filter((name) => !initial.has(name));
  return {
    initialJs: sum(scripts.filter((name) => initial.has(name))),
    css: sum(files.filter((name) => name.endsWith('.css'))),
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
  check('CSS', chunks.css, BUDGET.css);
  check('fonts', chunks.fonts, BUDGET.fonts);
  for (const [name, size] of Object.entries(chunks.lazy)) check(name, size, BUDGET.lazy);
  return problems;
}
