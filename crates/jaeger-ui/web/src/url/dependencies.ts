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
  /** The span name of a focus that came from a graph of paths. */
  operation?: string;
  sort?: string;
}

export const dependenciesCodec: Codec<DependenciesState> = {
  keys: [
    'view', 'layout', 'focus', 'sel', 'up', 'down', 'min', 'top', 'metric', 'start', 'end', 'lookback', 'uiFind',
    'operation', 'sort',
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
      operation: readText(params, 'operation'),
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
      .text('operation', state.operation)
      .text('sort', state.sort).params,
};

export const emptyDependencies: DependenciesState = dependenciesCodec.decode(new URLSearchParams());

export function dependenciesHref(state: Partial<DependenciesState>): string {
  return `/dependencies${mergeQuery(dependenciesCodec, '', { ...emptyDependencies, ...state })}`;
}

/**
 * Where a link to Jaeger's graph of paths leads: to the same service and time in the graph of services.
 * That page counted in microseconds. How it drew (`density`, `showOp`, `visEncoding`, `decoration`, `hash`)
 * has no meaning here.
 */
export function fromDeepDependencies(params: URLSearchParams): string {
  const millis = (name: string) => {
    const micros = readCount(params, name);
    return micros === undefined ? undefined : Math.floor(micros / 1000);
  };
  const operation = readText(params, 'operation');
  return dependenciesHref({
    focus: readText(params, 'service'),
    operation: operation === '__all_operations__' ? undefined : operation,
    start: millis('start'),
    end: millis('end'),
    uiFind: readText(params, 'uiFind'),
  });
}
