// Which rows are folded: the rules of the address, and the ids that are the other way round.

import { spanIdOf } from '../../model/columns';
import type { TraceModel } from '../../model/columns';
import { parseDuration } from '../../model/format';
import type { Groups } from '../../model/groups';
import { isCollapsed } from '../../model/rows';
import type { RowOptions } from '../../model/rows';
import type { TraceState } from '../../url/trace';
import { rowsOfSpanIds } from './spanIds';

/** A trace of more spans opens folded: nobody reads half a million rows, but everybody sees the first levels. */
const OPENS_WHOLE = 500_000;
const FIRST_LEVELS = 2;
/** Where the first levels have fewer spans, the next ones are open too. */
const LEAST_ROWS = 40;

export type Rules = Pick<RowOptions, 'collapsed' | 'depthLimit' | 'collapseBelowNanos'>;

export function rulesOf(model: TraceModel, state: Pick<TraceState, 'depth' | 'collapseBelow' | 'collapsed'>): Rules {
  const byDefault = model.columns.count > OPENS_WHOLE ? firstLevels(model) : undefined;
  return {
    collapsed: rowsOfSpanIds(model.columns, state.collapsed ?? []),
    depthLimit: state.depth ?? byDefault,
    collapseBelowNanos: state.collapseBelow === undefined ? undefined : parseDuration(state.collapseBelow),
  };
}

/** Levels that are open at first in a very large trace. */
function firstLevels({ derived: { depth, maxDepth } }: TraceModel): number {
  const spans = new Uint32Array(maxDepth + 1);
  for (const level of depth) spans[level]++;
  let rows = 0;
  for (let level = 0; level < maxDepth; level++) {
    rows += spans[level];
    if (level >= FIRST_LEVELS && rows >= LEAST_ROWS) return level;
  }
  return maxDepth;
}

export type FoldPatch = Pick<TraceState, 'depth' | 'collapsed'>;

export const collapseAll = (): FoldPatch => ({ depth: 0, collapsed: undefined });

/** Also takes back the rule that folds short spans. */
export function expandAll({ columns, derived }: TraceModel): FoldPatch & Pick<TraceState, 'collapseBelow'> {
  const depth = columns.count > OPENS_WHOLE ? derived.maxDepth + 1 : undefined;
  return { depth, collapsed: undefined, collapseBelow: undefined };
}

/** One level more (1) or less (-1). */
export function foldLevel(model: TraceModel, rules: Rules, step: 1 | -1): FoldPatch {
  const { maxDepth } = model.derived;
  const depth = Math.min(rules.depthLimit ?? maxDepth, maxDepth) + step;
  return { depth: depth >= maxDepth && model.columns.count <= OPENS_WHOLE ? undefined : Math.max(depth, 0), collapsed: undefined };
}

/** The ids with one of them turned round. A group is remembered by its first span, which has nothing else to fold. */
export function toggled(model: TraceModel, ids: readonly string[] | undefined, row: number): string[] | undefined {
  const id = spanIdOf(model.columns, row);
  const others = (ids ?? []).filter((other) => other !== id);
  if (others.length === (ids ?? []).length) others.push(id);
  return others.length === 0 ? undefined : others;
}

/** Everything folded but for what leads to the rows. */
export function focusedOn(model: TraceModel, groups: Groups | undefined, rows: Iterable<number>): FoldPatch & Pick<TraceState, 'collapseBelow'> {
  const open = new Set<number>();
  for (const row of rows) {
    const group = groups?.list[groups.of[row]];
    if (group !== undefined) open.add(group.rows[0]);
    for (let at = model.columns.parent[row]; at >= 0 && !open.has(at); at = model.columns.parent[at]) open.add(at);
  }
  return { depth: 0, collapsed: Array.from(open, (row) => spanIdOf(model.columns, row)), collapseBelow: undefined };
}

/** The ids with everything unfolded that hides one of the rows. */
export function revealed(
  model: TraceModel,
  rules: Rules,
  groups: Groups | undefined,
  ids: readonly string[] | undefined,
  rows: Iterable<number>,
): string[] | undefined {
  const turn = new Set<number>();
  for (const row of rows) {
    const group = groups?.list[groups.of[row]];
    if (group !== undefined && !rules.collapsed.has(group.rows[0])) turn.add(group.rows[0]);
    for (let at = model.columns.parent[row]; at >= 0 && !turn.has(at); at = model.columns.parent[at]) {
      if (isCollapsed(model, rules, at)) turn.add(at);
    }
  }
  let next = ids === undefined ? undefined : Array.from(ids);
  for (const row of turn) next = toggled(model, next, row);
  return next;
}
