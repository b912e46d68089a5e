// After the build: puts a brotli and a gzip twin beside each file that shrinks, writes `bytes.json` with the
// size of everything, and fails when the app has outgrown its budget.
//
//     node build/finish.mjs [directory]

import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

import { chunksOf, problemsOf } from './budget.mjs';

const out = resolve(process.argv[2] ?? 'dist');
const COMPRESSED = /\.(?:js|css|html|svg|json|map|txt|webmanifest)$/;
const TWIN = /\.(?:br|gz)$/;

function filesBelow(directory, prefix = '') {
  return readdirSync(directory).flatMap((name) => {
    const path = join(directory, name);
    const below = `${prefix}${name}`;
    return statSync(path).isDirectory() ? filesBelow(path, `${below}/`) : [below];
  });
}

function writeIfSmaller(path, twin, content) {
  if (twin.length < content.length) writeFileSync(path, twin);
}

const manifestPath = join(out, '.vite/manifest.json');
const manifest = JSON.parse(readFileSync(manifestPath, 'utf8'));
// Only this script needs it, and what lies in the directory is served.
rmSync(join(out, '.vite'), { recursive: true });

const files = filesBelow(out).filter((name) => !TWIN.test(name) && name !== 'bytes.json').sort();
const sizes = new Map();
for (const name of files) {
  const path = join(out, name);
  const content = readFileSync(path);
  const size = { bytes: content.length, gzip: content.length, brotli: content.length };
  if (COMPRESSED.test(name)) {
    // The gate counts level 6, which is what servers use on the fly; the twin is as small as it gets.
    size.gzip = gzipSync(content, { level: 6 }).length;
    // The page itself is rewritten for each answer, so it has no twin.
    if (name !== 'index.html') {
      const brotli = brotliCompressSync(content, {
        params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: content.length },
      });
      size.brotli = brotli.length;
      writeIfSmaller(`${path}.br`, brotli, content);
      writeIfSmaller(`${path}.gz`, gzipSync(content, { level: 9 }), content);
    }
  }
  sizes.set(name, size);
}

const chunks = chunksOf(manifest, files, (name) => sizes.get(name).gzip);
writeFileSync(join(out, 'bytes.json'), `${JSON.stringify({ ...chunks, files: Object.fromEntries(sizes) }, null, 2)}\n`);

const kilo = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;
console.log(`first page: JS ${kilo(chunks.initialJs)}, CSS ${kilo(chunks.css)}, fonts ${kilo(chunks.fonts)} (gzip -6)`);
for (const [name, size] of Object.entries(chunks.lazy)) console.log(`  later: ${name} ${kilo(size)}`);
const problems = problemsOf(chunks);
for (const problem of problems) console.error(`over budget: ${problem}`);
process.exitCode = problems.length === 0 ? 0 : 1;
