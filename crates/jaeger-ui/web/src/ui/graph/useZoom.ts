import { useCallback, useLayoutEffect, useRef, useState } from 'react';
import type { RefObject } from 'react';

import type { Size } from '../useSize';
import { centred, isCut, LEAST_ZOOM, MOST_ZOOM, openingScale, wholeScale } from './fit';
import type { Legible } from './fit';

const STEP = 1.25;

export interface Zoom {
  scale: number;
  /** Whether some of the drawing is out of sight. */
  isCut: boolean;
  /** Whether the reader asked for all of it although labels are hard to read then. */
  isSqueezed: boolean;
  larger(): void;
  smaller(): void;
  /** All of it, and back. */
  fit(): void;
  /** As it opened. */
  reset(): void;
}

/** The size of a drawing in a box that scrolls. What is in the middle stays there when the size changes. */
export function useZoom(box: RefObject<HTMLElement | null>, view: Size, drawing: Size, legible: Legible): Zoom {
  /** A scale, or all of it, whatever the size of the window. */
  const [chosen, setChosen] = useState<number | 'whole'>();
  const whole = wholeScale(view, drawing);
  const opening = openingScale(view, drawing, legible);
  const scale = chosen === 'whole' ? whole : (chosen ?? opening);
  const before = useRef(scale);
  useLayoutEffect(() => {
    const element = box.current;
    const factor = scale / before.current;
    before.current = scale;
    if (!element || factor === 1) return;
    const { scrollLeft, scrollTop, clientWidth, clientHeight } = element;
    element.scrollTo(
      centred((scrollLeft + clientWidth / 2) * factor, clientWidth),
      centred((scrollTop + clientHeight / 2) * factor, clientHeight),
    );
  }, [box, scale]);
  const isSqueezed = chosen === 'whole' && whole < opening;
  const reset = useCallback(() => setChosen(undefined), []);
  return {
    scale,
    isCut: view.width > 0 && isCut(view, drawing, scale),
    isSqueezed,
    larger: () => setChosen(Math.min(MOST_ZOOM, scale * STEP)),
    smaller: () => setChosen(Math.max(LEAST_ZOOM, scale / STEP)),
    fit: () => setChosen(isSqueezed || whole >= opening ? undefined : 'whole'),
    reset,
  };
}
