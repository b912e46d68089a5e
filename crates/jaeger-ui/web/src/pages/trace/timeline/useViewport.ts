// Which rows are in the page, and drawing at each step of scrolling.

import { useCallback, useLayoutEffect, useRef, useState } from 'react';
import type { RefObject } from 'react';
import { flushSync } from 'react-dom';

import type { RowGeometry } from './geometry';

/** The first row moves in such steps, so that not every step of scrolling makes rows. */
const STEP = 4;
/** Rows beyond the edges: the next one is there when a key asks for it. */
const MARGIN = 1;

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
  /** How far it is scrolled. The element knows, but to ask it makes the browser lay out the page first. */
  scrolled: RefObject<number>,
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
    return Math.min(most, rows.offset(scrolled.current, view));
  }, [scrolled]);

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

  const scrollTo = useCallback(
    (top: number) => {
      if (scroller.current === null) return;
      scroller.current.scrollTop = top;
      scrolled.current = scroller.current.scrollTop;
      update();
    },
    [scroller, scrolled, update],
  );

  const show = useCallback(
    (position: number) => {
      const { geometry: rows, height: view } = latest.current;
      if (view <= 0 || position < 0) return;
      const top = rows.top(position);
      const bottom = top + rows.rowHeight;
      const at = offset();
      if (top >= at && bottom <= at + view) return;
      const isNear = top > at - 3 * rows.rowHeight && bottom < at + view + 3 * rows.rowHeight;
      const wanted = !isNear ? top - view * 0.4 : top < at ? top : bottom - view;
      scrollTo(rows.scrollTop(wanted, view));
    },
    [offset, scrollTo],
  );

  const showOpen = useCallback(
    (position: number) => {
      const { geometry: rows, height: view } = latest.current;
      if (view <= 0 || position < 0) return;
      const top = rows.top(position);
      const bottom = top + rows.rowHeight + (rows.inset?.height ?? 0);
      const at = offset();
      if (bottom <= at + view) return;
      scrollTo(rows.scrollTop(Math.min(top, bottom - view), view));
    },
    [offset, scrollTo],
  );

  const visible = Math.ceil(height / geometry.rowHeight);
  return {
    first: Math.max(0, anchor - MARGIN),
    end: Math.min(geometry.count, anchor + STEP + visible + MARGIN),
    onScroll: useCallback(() => {
      scrolled.current = scroller.current?.scrollTop ?? 0;
      flushSync(update);
    }, [scroller, scrolled, update]),
    show,
    showOpen,
    page: Math.max(1, visible - 1),
  };
}
