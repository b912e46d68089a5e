// The pages and where they lie; which of them the top bar names depends on the backend and configuration.

import type { IconName } from '../ui/Icon';
import { capabilities, config } from './config';

export interface Place {
  href: string;
  label: string;
  icon: IconName;
}

/** The pages that the top bar names. */
export function places(): Place[] {
  const { deepDependencies, dependencies, monitor, qualityMetrics } = config();
  const { metricsStorage, uiApi } = capabilities();
  const found: Place[] = [
    { href: '/search', label: 'Search', icon: 'search' },
    { href: '/trace/...', label: 'Compare', icon: 'compare' },
  ];
  if (dependencies.menuEnabled) found.push({ href: '/dependencies', label: 'Dependencies', icon: 'graph' });
  if (deepDependencies.menuEnabled) found.push({ href: '/deep-dependencies', label: 'Paths', icon: 'outside' });
  if (monitor.menuEnabled ?? metricsStorage) found.push({ href: '/monitor', label: 'Monitor', icon: 'metrics' });
  if (qualityMetrics.menuEnabled ?? uiApi) {
    found.push({ href: '/quality-metrics', label: qualityMetrics.menuLabel, icon: 'check' });
  }
  return found;
}

/** Whether a path belongs to a place. Every path of two traces belongs to the comparison. */
export function isAt(place: Place, path: string): boolean {
  if (place.href === '/trace/...') return path.startsWith('/trace/') && path.includes('...');
  return path === place.href || path.startsWith(`${place.href}/`);
}
