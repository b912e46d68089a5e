// `/deep-dependencies`: the ways that traces take through one service.

import { mergeQuery, readCount, readFlag, readText, readWord, Writer } from './codec';
import type { Codec } from './codec';
import { lookbackMicros } from './lookback';

export const DEFAULT_PATHS_LOOKBACK = '1h';

/** Jaeger's word for no choice. */
const ALL_OPERATIONS = '__all_operations__';

export interface PathsState {
  service?: string;
  operation?: string;
  /** Microseconds since 1970; with neither, the range is `lookback` up to now. */
  start?: number;
  end?: number;
  lookback: string;
  view: 'graph' | 'table';
  /** Whether span names are told apart, or services alone. */
  showOp: boolean;
  /** How many calls are followed to the callers, and on. */
  up?: number;
  down?: number;
  /** The key of the node that is looked at. */
  sel?: string;
  uiFind?: string;
}

/** Jaeger's `density`, `decoration`, `visEncoding` and `hash` speak of its own drawing: they stay as they are. */
export const pathsCodec: Codec<PathsState> = {
  keys: ['service', 'operation', 'start', 'end', 'lookback', 'view', 'showOp', 'up', 'down', 'sel', 'uiFind'],
  decode: (params) => {
    const operation = readText(params, 'operation');
    const lookback = readText(params, 'lookback');
    return {
      service: readText(params, 'service'),
      operation: operation === ALL_OPERATIONS ? undefined : operation,
      start: readCount(params, 'start'),
      end: readCount(params, 'end'),
      lookback: lookback && lookbackMicros(lookback) !== undefined ? lookback : DEFAULT_PATHS_LOOKBACK,
      view: readWord(params, 'view', ['graph', 'table']) ?? 'graph',
      showOp: readFlag(params, 'showOp', true),
      up: readCount(params, 'up'),
      down: readCount(params, 'down'),
      sel: readText(params, 'sel'),
      uiFind: readText(params, 'uiFind'),
    };
  },
  encode: (state) =>
    new Writer()
      .text('service', state.service)
      .text('operation', state.operation)
      .number('start', state.start)
      .number('end', state.end)
      .text('lookback', state.lookback, DEFAULT_PATHS_LOOKBACK)
      .text('view', state.view, 'graph')
      .flag('showOp', state.showOp, true)
      .number('up', state.up)
      .number('down', state.down)
      .text('sel', state.sel)
      .text('uiFind', state.uiFind).params,
};

export const emptyPaths: PathsState = pathsCodec.decode(new URLSearchParams());

export function pathsHref(state: Partial<PathsState>): string {
  return `/deep-dependencies${mergeQuery(pathsCodec, '', { ...emptyPaths, ...state })}`;
}
