// Writes into the built `index.html` which files each page needs besides the program itself, so that the browser asks
// for those of the page that is opened at once.

import { basename, dirname } from 'node:path';
import type { Plugin } from 'vite';

/** The first part of a page's path, and the folder of the page; what compares two traces is called so. */
const FOLDERS = {
  search: 'search',
  trace: 'trace',
  compare: 'compare',
  dependencies: 'dependencies',
  'deep-dependencies': 'paths',
  monitor: 'monitor',
  'quality-metrics': 'quality',
};

/** Where the page has place for them. */
const PLACE = 'const FILES = {};';

/** What of an output of the build is looked at. */
export interface Output {
  type: 'asset' | 'chunk';
  fileName: string;
  isEntry?: boolean;
  facadeModuleId?: string | null;
  imports?: string[];
  viteMetadata?: { importedCss: Set<string> };
}

export function pageFiles(): Plugin {
  return {
    name: 'page-files',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle = {} }) {
        if (!html.includes(PLACE)) throw new Error(`index.html has no \`${PLACE}\``);
        return html.replace(PLACE, `const FILES = ${JSON.stringify(filesOf(Object.values(bundle)))};`);
      },
    },
  };
}

/** By the first part of a path, what its page imports that the program does not: scripts and style sheets. */
export function filesOf(outputs: Output[]): Record<string, string[]> {
  const chunks = new Map(outputs.filter(({ type }) => type === 'chunk').map((chunk) => [chunk.fileName, chunk]));
  const closure = (chunk: Output | undefined, found = new Set<string>()): Set<string> => {
    if (chunk === undefined || found.has(chunk.fileName)) return found;
    found.add(chunk.fileName);
    for (const css of chunk.viteMetadata?.importedCss ?? []) found.add(css);
    for (const name of chunk.imports ?? []) closure(chunks.get(name), found);
    return found;
  };
  const program = closure([...chunks.values()].find(({ isEntry }) => isEntry));
  const byFolder = new Map<string, Output>();
  for (const chunk of chunks.values()) {
    const module = chunk.facadeModuleId ?? '';
    if (/\/pages\/[^/]+\/index\.tsx$/.test(module)) byFolder.set(basename(dirname(module)), chunk);
  }
  return Object.fromEntries(
    Object.entries(FOLDERS).map(([part, folder]) => [
      part,
      [...closure(byFolder.get(folder))].filter((file) => !program.has(file)),
    ]),
  );
}
