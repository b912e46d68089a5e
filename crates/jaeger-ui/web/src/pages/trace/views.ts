// The other views of a trace, each loaded when it is first opened.

import { lazyPage } from '../../app/lazyPage';
import type { LazyPage } from '../../app/lazyPage';
import type { TraceView } from '../../url/trace';
import type { ViewProps } from './view';

export const VIEWS: { [View in Exclude<TraceView, 'timeline'>]: LazyPage<ViewProps> } = {
  flame: lazyPage<ViewProps>(() => import('./views/Flame')),
  graph: lazyPage<ViewProps>(() => import('./views/Graph')),
  stats: lazyPage<ViewProps>(() => import('./views/Stats')),
  spans: lazyPage<ViewProps>(() => import('./views/Spans')),
  events: lazyPage<ViewProps>(() => import('./views/Events')),
  json: lazyPage<ViewProps>(() => import('./views/Json')),
  genai: lazyPage<ViewProps>(() => import('./views/GenAi')),
};

/** Loads them, once the page has nothing else to do: who opens a trace soon looks at it in another way. */
export function preloadViews(): void {
  // Few traces have a view of conversations.
  for (const [name, view] of Object.entries(VIEWS)) if (name !== 'genai') view.preload();
}
