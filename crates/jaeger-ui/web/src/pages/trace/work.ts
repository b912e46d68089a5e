// An open trace with everything that the address says of it, worked out once for all parts of the page.

import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { RefObject } from 'react';

import { rowOfSpanId, spanIdOf } from '../../model/columns';
import type { TraceModel } from '../../model/columns';
import { errorOrigin } from '../../model/findings/errors';
import { findGaps, timeScale } from '../../model/gaps';
import type { Gap, TimeScale } from '../../model/gaps';
import { findGroups } from '../../model/groups';
import type { Groups } from '../../model/groups';
import { visibleRows } from '../../model/rows';
import type { TraceState } from '../../url/trace';
import { revealed, rulesOf } from './folding';
import type { Rules } from './folding';
import { useColorBy } from './timeline/colorBy';
import type { ColorBy } from './timeline/colorBy';
import { useMatches } from './useMatches';
import type { Matches } from './useMatches';
import type { OpenTrace, SetTrace } from './view';

/** Where the timeline is to go. A new object is a new order, also for the same row. */
export interface Target {
  row: number;
  /** Whether the keyboard goes there too. */
  focus: boolean;
}

interface Aim {
  /** Of the load whose rows are meant. */
  key: string;
  target: Target | undefined;
}

export interface Work {
  trace: OpenTrace;
  /** For what is asked of the trace and kept. */
  key: string;
  model: TraceModel;
  state: TraceState;
  set: SetTrace;
  rules: Rules;
  /** All of them, whether they are folded into one row or not. */
  groups: Groups;
  /** Set when groups are folded into rows. */
  folded: Groups | undefined;
  gaps: readonly Gap[];
  /** The visible rows, see `model/rows.ts`. */
  codes: Uint32Array;
  /** ns from the start of the trace. */
  zoom: readonly [start: number, end: number];
  scale: TimeScale;
  matches: Matches;
  colors: ColorBy;
  /** The row of the open span, or -1. */
  selected: number;
  /** The row that is shown as the root, or -1. */
  root: number;
  target: Target | undefined;
  /** The target that the timeline went to last. */
  reached: RefObject<Target | undefined>;
  /** How far the timeline is scrolled, also while another view is open. */
  scrolled: RefObject<number>;
  /** Opens the detail of a span and brings it into sight. */
  select(row: number, options?: { focus?: boolean }): void;
  /** Brings a span into sight without opening it. */
  goTo(row: number, options?: { focus?: boolean }): void;
}

export function useWork(trace: OpenTrace, key: string, state: TraceState, set: SetTrace): Work {
  const { model } = trace;
  const { columns } = model;
  const rules = useMemo(
    () => rulesOf(model, { depth: state.depth, collapseBelow: state.collapseBelow, collapsed: state.collapsed }),
    [model, state.depth, state.collapseBelow, state.collapsed],
  );
  const groups = useMemo(() => findGroups(model), [model]);
  const folded = state.group && groups.list.length > 0 ? groups : undefined;
  const gaps = useMemo(() => (state.gaps ? findGaps(model) : []), [model, state.gaps]);
  const matches = useMatches(trace, key, state);
  const root = useMemo(() => (state.root === undefined ? -1 : rowOfSpanId(columns, state.root)), [columns, state.root]);
  const selected = useMemo(() => (state.sel === undefined ? -1 : rowOfSpanId(columns, state.sel)), [columns, state.sel]);
  const codes = useMemo(
    () =>
      visibleRows(model, {
        ...rules,
        hidden: matches.hidden,
        pruned: matches.pruned,
        root: root < 0 ? undefined : root,
        groups: folded,
        openGroups: rules.collapsed,
        gaps,
      }),
    [model, rules, matches.hidden, matches.pruned, root, folded, gaps],
  );
  const zoom = useMemo(() => windowOf(model, state.zoom, root), [model, state.zoom, root]);
  const scale = useMemo(() => timeScale(zoom[0], zoom[1], gaps), [zoom, gaps]);
  const colors = useColorBy(trace, key, state.color);
  // Rows have other numbers once more spans have come.
  const [aim, setAim] = useState<Aim>(() => ({ key, target: firstTarget(model, selected) }));
  const target = aim.key === key ? aim.target : undefined;
  const reached = useRef<Target>(undefined);
  const scrolled = useRef(0);

  const goTo = useCallback(
    (row: number, { focus = false }: { focus?: boolean } = {}) => {
      const collapsed = revealed(model, rules, folded, state.collapsed, [row]);
      if (collapsed !== state.collapsed) set({ collapsed });
      setAim({ key, target: { row, focus } });
    },
    [key, model, rules, folded, state.collapsed, set],
  );
  // A link's span, or where the failure began, may lie in a row that stands for many, or deeper than is unfolded.
  useEffect(() => {
    const isFoldedByAddress = (state.depth ?? state.collapsed ?? state.collapseBelow) !== undefined;
    if (selected >= 0) goTo(selected);
    else if (target !== undefined && !isFoldedByAddress) goTo(target.row);
    // Only when the trace is opened, and when more of it is shown.
  }, [key]);
  const isOpen = state.sel !== undefined;
  const select = useCallback(
    (row: number, { focus = false }: { focus?: boolean } = {}) => {
      const collapsed = revealed(model, rules, folded, state.collapsed, [row]);
      // The back button closes the detail; it does not walk through every span that was looked at.
      set({ sel: spanIdOf(columns, row), collapsed }, { push: !isOpen });
      setAim({ key, target: { row, focus } });
    },
    [key, model, columns, rules, folded, state.collapsed, isOpen, set],
  );
  return {
    trace, key, model, state, set, rules, groups, folded, gaps, codes, zoom, scale, matches, colors, selected, root,
    target, reached, scrolled, select, goTo,
  };
}

/** The zoom of the address as far as it lies within the trace; without one, the span shown as root or everything. */
function windowOf({ columns }: TraceModel, zoom: TraceState['zoom'], root: number): [number, number] {
  const whole: [number, number] = [0, Math.max(columns.durationNano, 1)];
  if (zoom !== undefined && zoom[0] < whole[1]) return [zoom[0], Math.min(zoom[1], whole[1])];
  if (root < 0) return whole;
  return [columns.start[root], columns.start[root] + Math.max(columns.duration[root], 1)];
}

/** A link's span; else where the failure began, because that is what most people open a failed trace for. */
function firstTarget(model: TraceModel, selected: number): Target | undefined {
  if (selected >= 0) return { row: selected, focus: false };
  const [origin] = errorOrigin(model);
  return origin === undefined ? undefined : { row: origin.rows[0], focus: false };
}
