// The keyboard and the mouse in the grid of spans.

import { useCallback, useEffect, useRef, useState } from 'react';
import type { KeyboardEvent, MouseEvent, RefObject } from 'react';

import { isCollapsed, nearestPosition, rowIndex, rowPositions, rowType, RowType } from '../../../model/rows';
import { toggled } from '../folding';
import type { Work } from '../work';
import type { Viewport } from './useViewport';

export interface Grid {
  /** The place of the row that the keyboard is at. */
  active: number;
  onClick(event: MouseEvent): void;
  onKeyDown(event: KeyboardEvent): void;
}

export function useGrid(
  work: Work,
  viewport: Viewport,
  layer: RefObject<HTMLElement | null>,
  /** Whether rows have a place yet, so that one can be scrolled to. */
  isReady: boolean,
): Grid {
  const { model, codes, target, reached, folded } = work;
  // By code and not by place: rows above may be folded away. The code of a span is its row.
  const [code, setCode] = useState(() => (target !== undefined && target === reached.current ? target.row : -1));
  const places = useRef({ codes, active: 0 });
  /** The place whose row is to have the focus once it is there. */
  const wantsFocus = useRef(-1);

  let { active } = places.current;
  if (places.current.codes !== codes || codes[active] !== code) {
    const at = codes.indexOf(code);
    active = at >= 0 ? at : Math.min(active, Math.max(0, codes.length - 1));
    places.current = { codes, active };
  }

  const go = useCallback(
    (position: number, focus: boolean) => {
      if (position < 0 || position >= codes.length) return;
      places.current = { codes, active: position };
      wantsFocus.current = focus ? position : -1;
      setCode(codes[position]);
      viewport.show(position);
      if (focus) layer.current?.querySelector<HTMLElement>(`[data-position="${position}"]`)?.focus({ preventScroll: true });
    },
    [codes, viewport.show, layer],
  );

  // A new target, also one that comes into sight only when rows were unfolded for it.
  useEffect(() => {
    if (!isReady || target === undefined || target === reached.current || codes.length === 0) return;
    const positions = rowPositions(model, codes, folded);
    const position = positions[target.row];
    const nearest = position >= 0 ? position : nearestPosition(model, positions, target.row);
    if (nearest < 0) return;
    if (position >= 0) reached.current = target;
    go(nearest, target.focus);
  }, [isReady, target, reached, codes, model, folded, go]);

  useEffect(() => {
    if (wantsFocus.current !== active) return;
    wantsFocus.current = -1;
    layer.current?.querySelector<HTMLElement>(`[data-position="${active}"]`)?.focus({ preventScroll: true });
  });

  const turn = (row: number) => work.set((state) => ({ collapsed: toggled(model, state.collapsed, row) }));

  function open(position: number, focus: boolean) {
    const index = rowIndex(codes[position]);
    const type = rowType(codes[position]);
    if (type === RowType.group && folded !== undefined) turn(folded.list[index].rows[0]);
    if (type === RowType.span) {
      if (index === work.selected) work.set({ sel: undefined });
      else work.select(index, { focus });
    }
  }

  return {
    active,
    onClick(event) {
      const row = (event.target as Element).closest<HTMLElement>('[data-position]');
      if (row === null) return;
      const position = Number(row.dataset.position);
      if ((event.target as Element).closest('[data-fold]') === null) {
        if (rowType(codes[position]) !== RowType.span) go(position, true);
        open(position, true);
        return;
      }
      go(position, true);
      const index = rowIndex(codes[position]);
      if (rowType(codes[position]) === RowType.group && folded !== undefined) turn(folded.list[index].rows[0]);
      else turn(index);
    },
    onKeyDown(event) {
      // Keys of what is open within the grid are its own.
      if ((event.target as Element).closest('[role="row"]')?.hasAttribute('data-position') !== true) return;
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const next = steps(active, codes.length, viewport.page)[event.key];
      if (next !== undefined) go(next, true);
      else if (event.key === 'Enter') open(active, true);
      else if (event.key === 'ArrowRight') sideways(1);
      else if (event.key === 'ArrowLeft') sideways(-1);
      else return;
      event.preventDefault();
      event.stopPropagation();
    },
  };

  /** Unfolds, or goes to the first child; folds, or goes to the parent. */
  function sideways(direction: 1 | -1) {
    const index = rowIndex(codes[active]);
    const type = rowType(codes[active]);
    if (type === RowType.group && folded !== undefined) {
      const first = folded.list[index].rows[0];
      const isOpen = work.rules.collapsed.has(first);
      if (isOpen === (direction < 0)) turn(first);
      else if (direction > 0) go(active + 1, true);
      else goToRow(folded.list[index].parent);
      return;
    }
    if (type !== RowType.span) return;
    const folds = model.derived.children[index] > 0;
    const isFolded = isCollapsed(model, work.rules, index);
    if (direction > 0) {
      if (folds && isFolded) turn(index);
      else if (folds) go(active + 1, true);
    } else if (folds && !isFolded) {
      turn(index);
    } else {
      goToRow(model.columns.parent[index]);
    }
  }

  function goToRow(row: number) {
    if (row >= 0) go(rowPositions(model, codes, folded)[row], true);
  }
}

function steps(active: number, count: number, page: number): Record<string, number | undefined> {
  const last = count - 1;
  return {
    ArrowDown: Math.min(active + 1, last),
    ArrowUp: Math.max(active - 1, 0),
    PageDown: Math.min(active + page, last),
    PageUp: Math.max(active - page, 0),
    Home: 0,
    End: last,
  };
}
