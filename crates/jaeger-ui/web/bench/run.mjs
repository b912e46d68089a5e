// What the web UI costs in a browser: `npm run bench`, or `npm run bench -- --sizes 1000,10000 --repeat 1`.
//
// The bench is TypeScript like all the rest; this loads it.

import { runnerImport } from 'vite';

const { module } = await runnerImport(new URL('main.ts', import.meta.url).pathname, { logLevel: 'error' });
process.exitCode = await module.main(process.argv.slice(2));
