// `/dependencies`: which services call which.

import { mergeQuery, readCount, readText, readWord, Writer } from './codec';
import type { Codec } from './codec';
import { lookbackMicros } from './lookback';

export const DEFAULT_DEPENDENCIES_LOOKBACK = '24h';

export interface DependenciesState {
  view: 'graph' | 'matrix' | 'table';
  layout: 'layers' | 'force';
  /** The service in the middle, and how many calls are followed to and from it. */
  focus?: string;
  /** The service whose calls are lifted out. */
  sel?: string;
  up?: number;
  down?: number;
  /** Edges of fewer calls are left out. */
  min?: number;
  /** Only so many edges, the busiest. */
  top?: number;
  metric: 'calls' | 'errors' | 'latency';
  /** Milliseconds since 1970; with neither, the range is `lookback` up to now. */
  start?: number;
  end?: number;
  lookback: string;
  uiFind?: string;
  sort?: string;
}

export const dependenciesCodec: Codec<DependenciesState> = {
  keys: [
    'view', 'layout', 'focus', 'sel', 'up', 'down', 'min', 'top', 'metric', 'start', 'end', 'lookback', 'uiFind',
    'sort',
  ],
  decode: (params) => {
    const lookback = readText(params, 'lookback');
    return {
      view: readWord(params, 'view', ['graph', 'matrix', 'table']) ?? 'graph',
      layout: readWord(params, 'layout', ['layers', 'force']) ?? 'layers',
      focus: readText(params, 'focus'),
      sel: readText(params, 'sel'),
      up: readCount(params, 'up'),
      down: readCount(params, 'down'),
      min: readCount(params, 'min'),
      top: readCount(params, 'top'),
      metric: readWord(params, 'metric', ['calls', 'errors', 'latency']) ?? 'calls',
      start: readCount(params, 'start'),
      end: readCount(params, 'end'),
      lookback: lookback && lookbackMicros(lookback) !== undefined ? lookback : DEFAULT_DEPENDENCIES_LOOKBACK,
      uiFind: readText(params, 'uiFind'),
      sort: readText(params, 'sort'),
    };
  },
  encode: (state) =>
    new Writer()
      .text('view', state.view, 'graph')
      .text('layout', state.layout, 'layers')
      .text('focus', state.focus)
      .text('sel', state.sel)
      .number('up', state.up)
      .number('down', state.down)
      .number('min', state.min)
      .number('top', state.top)
      .text('metric', state.metric, 'calls')
      .number('start', state.start)
      .number('end', state.end)
      .text('lookback', state.lookback, DEFAULT_DEPENDENCIES_LOOKBACK)
      .text('uiFind', state.uiFind)
      .text('sort', state.sort).params,
};

export const emptyDependencies: DependenciesState = dependenciesCodec.decode(new URLSearchParams());

export function dependenciesHref(state: Partial<DependenciesState>): string {
  return `/dependencies${mergeQuery(dependenciesCodec, '', { ...emptyDependencies, ...state })}`;
}
