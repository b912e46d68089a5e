// The pages, each a chunk of its own. `index.html` asks for that of the address beside the program.

import { basePath } from '../url/base';
import { comparedIds } from '../url/compare';
import { lazyPage } from './lazyPage';
import type { LazyPage } from './lazyPage';

export const SearchPage = lazyPage(() => import('../pages/search'));
export const TracePage = lazyPage(() => import('../pages/trace'));
export const ComparePage = lazyPage(() => import('../pages/compare'));
export const DependenciesPage = lazyPage(() => import('../pages/dependencies'));
export const PathsPage = lazyPage(() => import('../pages/paths'));
export const MonitorPage = lazyPage(() => import('../pages/monitor'));
export const QualityPage = lazyPage(() => import('../pages/quality'));

/** What is longer in coming is drawn when it comes, instead of making everything wait. */
const PATIENCE_MS = 120;

/**
 * Loads the page of the address and has it ask for its data. Ends when drawing need not wait any longer: what comes so
 * soon is there at the first drawing, instead of making everything be drawn twice.
 */
export async function openPage(): Promise<void> {
  const opened = pageAt(window.location.pathname)
    ?.preload()
    .then((module) => module?.early?.());
  await Promise.race([opened, new Promise((resolve) => setTimeout(resolve, PATIENCE_MS))]);
}

function pageAt(path: string): LazyPage<object> | undefined {
  const [page, id] = path.slice(basePath().length).split('/');
  if (page === 'trace' && id) return comparedIds(id) ? ComparePage : TracePage;
  const pages: Record<string, LazyPage<object>> = {
    '': SearchPage,
    search: SearchPage,
    dependencies: DependenciesPage,
    'deep-dependencies': PathsPage,
    monitor: MonitorPage,
    'quality-metrics': QualityPage,
  };
  return pages[page];
}
