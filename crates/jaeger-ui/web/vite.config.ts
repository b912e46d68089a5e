import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

import { pageFiles } from './build/pageFiles';

/** Where `npm run dev` finds a query service. */
const backend = process.env.JAEGER_URL ?? 'http://localhost:16686';

export default defineConfig({
  plugins: [react(), pageFiles()],
  // Relative, because the server decides below which path the app lies.
  base: './',
  build: {
    assetsDir: 'static',
    // Data URLs would need a wider content security policy, and could not be cached by themselves.
    assetsInlineLimit: 0,
    manifest: true,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        // What several pages share is one file: a dozen of a few hundred bytes would each wait for a request. What a
        // trace opens without has files of its own.
        codeSplitting: {
          groups: [
            { name: 'combobox', includeDependenciesRecursively: false, test: /\/node_modules\/(downshift|compute-scroll-into-view|prop-types)\/|\/src\/ui\/Combobox/ },
            { name: 'graphs', includeDependenciesRecursively: false, test: /\/src\/(ui\/graph|model\/(force|paths|series|serviceGraph)|pages\/range)/, minShareCount: 2 },
            { name: 'shared', test: /\/node_modules\/|\/src\/(api|app|model|ui|url|worker)\//, minShareCount: 2 },
          ],
        },
      },
    },
    reportCompressedSize: false,
  },
  worker: { format: 'es' },
  server: { proxy: { '/api': backend } },
  test: {
    include: ['src/**/*.test.{ts,tsx}', 'build/**/*.test.{mjs,ts}'],
    environment: 'node',
  },
});
