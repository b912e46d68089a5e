// `/trace/A...B`: two traces beside each other, and others to choose from.

import { mergeQuery, readEach, readFlag, readList, readText, readWord, Writer } from './codec';
import type { Codec } from './codec';

export interface CompareState {
  mode: 'structure' | 'time' | 'split' | 'attrs';
  /** How the structure is shown. */
  view: 'list' | 'graph';
  /** Traces to choose from. */
  cohort?: string[];
  uiFind?: string;
  /** Side by side: both on one scale of time, or each over the whole width. */
  scale: 'shared' | 'own';
  /** A node or span that is looked at. */
  sel?: string;
  /** Only paths that differ. */
  only: boolean;
  /** The order of the durations: a column, with `-` in front the largest first. */
  sort?: string;
  /** Paths of the structure whose children are hidden. */
  folded?: string[];
}

/** An address carries no more. */
const MOST_FOLDED = 50;

export const compareCodec: Codec<CompareState> = {
  keys: ['cohort', 'cm', 'view', 'scale', 'uiFind', 'sel', 'only', 'sort', 'fold'],
  decode: (params) => ({
    mode: readWord(params, 'cm', ['structure', 'time', 'split', 'attrs']) ?? 'time',
    view: readWord(params, 'view', ['list', 'graph']) ?? 'list',
    cohort: readEach(params, 'cohort'),
    uiFind: readText(params, 'uiFind'),
    scale: readWord(params, 'scale', ['shared', 'own']) ?? 'shared',
    sel: readText(params, 'sel'),
    only: readFlag(params, 'only'),
    sort: readText(params, 'sort'),
    folded: readList(params, 'fold')?.slice(0, MOST_FOLDED),
  }),
  encode: (state) =>
    new Writer()
      .text('cm', state.mode, 'time')
      .text('view', state.view, 'list')
      .text('scale', state.scale, 'shared')
      .text('sel', state.sel)
      .text('uiFind', state.uiFind)
      .flag('only', state.only)
      .text('sort', state.sort)
      .list('fold', state.folded?.slice(-MOST_FOLDED))
      .each('cohort', state.cohort).params,
};

export const emptyCompare: CompareState = compareCodec.decode(new URLSearchParams());

const BETWEEN = '...';

/** The two ids of a path's last part, either of which may be missing; undefined when it names one trace. */
export function comparedIds(id: string): { a?: string; b?: string } | undefined {
  const at = id.indexOf(BETWEEN);
  if (at < 0) return undefined;
  return { a: id.slice(0, at) || undefined, b: id.slice(at + BETWEEN.length) || undefined };
}

export function compareHref(a?: string, b?: string, cohort?: string[], state: Partial<CompareState> = {}): string {
  const ids = `${encodeURIComponent(a ?? '')}${BETWEEN}${encodeURIComponent(b ?? '')}`;
  return `/trace/${ids}${mergeQuery(compareCodec, '', { ...emptyCompare, ...state, cohort })}`;
}
