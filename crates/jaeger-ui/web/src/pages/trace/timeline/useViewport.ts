// Which rows are in the page, and drawing at each step of scrolling.

import { useCallback, useLayoutEffect, useRef, useState } from 'react';
import type { RefObject } from 'react';
import { flushSync } from 'react-dom';

import type { RowGeometry } from './geometry';

/** Rows beyond the edges, so that not every step of scrolling makes rows. */
const MARGIN = 6;
/** The first row moves in such steps. */
const STEP = 4;

export interface Viewport {
  first: number;
  /** One after the last. */
  end: number;
  /** To be called when the element scrolls. */
  onScroll(): void;
  /** Brings a row into sight: as little as needed when it is near, else to the middle. */
  show(position: number): void;
  /** Brings a row and the box that is open below it into sight, the row first. */
  showOpen(position: number): void;
  /** How many whole rows fit. */
  page: number;
}

export function useViewport(
  scroller: RefObject<HTMLElement | null>,
  height: number,
  geometry: RowGeometry,
  /** Draws everything for this height of rows above the window; called at each step. */
  draw: (offset: number) => void,
): Viewport {
  const [anchor, setAnchor] = useState(0);
  const latest = useRef({ geometry, height, draw });
  latest.current = { geometry, height, draw };

  const offset = useCallback(() => {
    const { geometry: rows, height: view } = latest.current;
    const most = Math.max(0, rows.height - view);
    return Math.min(most, rows.offset(scroller.current?.scrollTop ?? 0, view));
  }, [scroller]);

  const update = useCallback(() => {
    const { geometry: rows, draw: paint } = latest.current;
    const at = offset();
    const next = Math.floor(rows.at(at) / STEP) * STEP;
    // At once: the rows have to be there in the same frame as the bars.
    setAnchor(next);
    paint(at);
  }, [offset]);

  // Whatever was rendered is drawn, and a list that got shorter is scrolled less.
  useLayoutEffect(update);

  const show = useCallback(
    (position: number) => {
      const element = scroller.current;
      const { geometry: rows, height: view } = latest.current;
      if (element === null || view <= 0 || position < 0) return;
      const top = rows.top(position);
      const bottom = top + rows.rowHeight;
      const at = offset();
      if (top >= at && bottom <= at + view) return;
      const isNear = top > at - 3 * rows.rowHeight && bottom < at + view + 3 * rows.rowHeight;
      const wanted = !isNear ? top - view * 0.4 : top < at ? top : bottom - view;
      element.scrollTop = rows.scrollTop(wanted, view);
      update();
    },
    [scroller, offset, update],
  );

  const showOpen = useCallback(
    (position: number) => {
      const element = scroller.current;
      const { geometry: rows, height: view } = latest.current;
      if (element === null || view <= 0 || position < 0) return;
      const top = rows.top(position);
      const bottom = top + rows.rowHeight + (rows.inset?.height ?? 0);
      const at = offset();
      if (bottom <= at + view) return;
      element.scrollTop = rows.scrollTop(Math.min(top, bottom - view), view);
      update();
    },
    [scroller, offset, update],
  );

  const visible = Math.ceil(height / geometry.rowHeight);
  return {
    first: Math.max(0, anchor - MARGIN),
    end: Math.min(geometry.count, anchor + STEP + visible + MARGIN),
    onScroll: useCallback(() => flushSync(update), [update]),
    show,
    showOpen,
    page: Math.max(1, visible - 1),
  };
}
