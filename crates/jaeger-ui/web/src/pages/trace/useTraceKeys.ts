// The keys of a trace's page. Arrows within the grid of spans are the grid's own.

import { useKeys } from '../../app/keys';
import type { Shortcut } from '../../app/keys';
import { rowIndex, rowType, RowType } from '../../model/rows';
import { spanIdOf } from '../../model/columns';
import { copyLink } from './copyLink';
import { zoomTo } from './detail/SpanFacts';
import { clearFilters } from './FilterBar';
import { FIND_ID } from './FindBox';
import { collapseAll, expandAll, foldLevel } from './folding';
import { nextRow } from './walk';
import type { Work } from './work';
import { asState, movedBy, zoomedBy } from './zoom';

/** Shares of the window, as in Jaeger UI; ten times as much with shift. */
const PAN = 0.05;
const FAST = 10;
const ZOOM = 0.9;
const ZOOM_FAST = 0.5;

export function useTraceKeys(work: Work): void {
  const { model, state, set, rules, matches, codes } = work;
  const whole = Math.max(model.columns.durationNano, 1);
  const here = work.selected >= 0 ? work.selected : (work.target?.row ?? -1);
  const pan = (share: number) => () => set({ zoom: asState(movedBy(work.zoom, share, whole), whole) });
  const zoom = (factor: number) => () => set({ zoom: asState(zoomedBy(work.zoom, factor, whole), whole) });
  const go = (row: number) => {
    if (row < 0) return;
    if (state.sel === undefined) work.goTo(row, { focus: true });
    else work.select(row, { focus: true });
  };
  const among = (rows: ArrayLike<number>, step: 1 | -1) => () => go(nextRow(rows, here, step));
  const visible = () => matches.rows ?? Uint32Array.from(codes.filter((code) => rowType(code) === RowType.span), rowIndex);
  const failed = () => model.derived.errors.filter((row) => matches.pruned?.rows[row] !== 1);
  const page = (step: number) => () => scrollBy(step);

  const keys: Shortcut[] = [
    { key: 'f', label: 'Next span, or next match', run: () => among(visible(), 1)() },
    { key: 'b', label: 'Previous span, or previous match', run: () => among(visible(), -1)() },
    { key: 'e', label: 'Next failed span', run: () => among(failed(), 1)() },
    { key: 'E', label: 'Previous failed span', run: () => among(failed(), -1)() },
    { key: 's', label: 'A page down', run: page(1) },
    { key: 'w', label: 'A page up', run: page(-1) },
    { key: 'a', label: 'Earlier', run: pan(-PAN) },
    { key: 'd', label: 'Later', run: pan(PAN) },
    { key: 'ArrowLeft', label: 'Earlier', run: pan(-PAN) },
    { key: 'ArrowRight', label: 'Later', run: pan(PAN) },
    { key: 'A', label: 'Much earlier', run: pan(-PAN * FAST) },
    { key: 'D', label: 'Much later', run: pan(PAN * FAST) },
    { key: 'Shift+ArrowLeft', label: 'Much earlier', run: pan(-PAN * FAST) },
    { key: 'Shift+ArrowRight', label: 'Much later', run: pan(PAN * FAST) },
    { key: 'ArrowUp', label: 'Zoom in', run: zoom(ZOOM) },
    { key: 'ArrowDown', label: 'Zoom out', run: zoom(1 / ZOOM) },
    { key: 'Shift+ArrowUp', label: 'Zoom in fast', run: zoom(ZOOM_FAST) },
    { key: 'Shift+ArrowDown', label: 'Zoom out fast', run: zoom(1 / ZOOM_FAST) },
    { key: 'z', label: 'Zoom to the span', run: () => here >= 0 && set({ zoom: zoomTo(work, here) }, { push: true }) },
    { key: '0', label: 'The whole trace', run: () => set({ zoom: undefined, root: undefined }) },
    { key: ']', label: 'Fold all', run: () => set(collapseAll()) },
    { key: '[', label: 'Unfold all', run: () => set(expandAll(model)) },
    { key: 'p', label: 'Fold one level', run: () => set(foldLevel(model, rules, -1)) },
    { key: 'o', label: 'Unfold one level', run: () => set(foldLevel(model, rules, 1)) },
    { key: 'g', label: 'Equal siblings in one row, or not', run: () => set({ group: !state.group }) },
    {
      key: 'r',
      label: 'Show the span as root, or all again',
      run: () => set({ root: state.root === undefined && here >= 0 ? spanIdOf(model.columns, here) : undefined, zoom: undefined }),
    },
    { key: 'y', label: 'Copy a link to exactly this', run: () => void copyLink(state) },
    { key: 'Ctrl+b', label: 'Find in trace', run: focusFind },
    { key: '/', label: 'Find in trace', run: focusFind },
    { key: 'Escape', label: 'Close the detail, then clear filters', run: back },
  ];
  useKeys('Trace', keys);

  function back() {
    // A menu or popover that is open closes by itself.
    if (document.querySelector(':popover-open') !== null) return;
    if (state.sel !== undefined) set({ sel: undefined });
    else clearFilters(work);
  }
}

function focusFind(): void {
  document.getElementById(FIND_ID)?.focus();
}

function scrollBy(pages: number): void {
  const scroller = document.querySelector('[role="treegrid"][aria-label="Spans"]')?.closest('[data-scroller]');
  scroller?.scrollBy({ top: pages * scroller.clientHeight * 0.9 });
}
