// The other views of a trace, each loaded when it is first opened.

import { lazy } from 'react';
import type { ComponentType } from 'react';

import type { TraceView } from '../../url/trace';
import type { ViewProps } from './view';

export const VIEWS: { [View in Exclude<TraceView, 'timeline' | 'genai'>]: ComponentType<ViewProps> } = {
  flame: lazy(() => import('./views/Flame')),
  graph: lazy(() => import('./views/Graph')),
  stats: lazy(() => import('./views/Stats')),
  spans: lazy(() => import('./views/Spans')),
  events: lazy(() => import('./views/Events')),
  json: lazy(() => import('./views/Json')),
};
