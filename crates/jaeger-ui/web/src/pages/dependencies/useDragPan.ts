import { useEffect } from 'react';
import type { RefObject } from 'react';

/** Less is a press with an unsteady hand. */
const LEAST_MOVE = 4;

/** Dragging with the mouse scrolls a box; fingers do so by themselves, and keys while it has the focus. */
export function useDragPan(box: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    let from: { x: number; y: number; left: number; top: number } | undefined;
    let moved = false;

    function onDown(event: PointerEvent) {
      moved = false;
      if (event.button !== 0 || event.pointerType !== 'mouse' || !element) return;
      from = { x: event.clientX, y: event.clientY, left: element.scrollLeft, top: element.scrollTop };
    }
    function onMove(event: PointerEvent) {
      if (!from || !element) return;
      const [x, y] = [event.clientX - from.x, event.clientY - from.y];
      if (!moved && Math.hypot(x, y) < LEAST_MOVE) return;
      if (!moved) element.setPointerCapture(event.pointerId);
      moved = true;
      element.dataset.dragged = '';
      element.scrollTo(from.left - x, from.top - y);
    }
    function onUp() {
      from = undefined;
      if (element) delete element.dataset.dragged;
    }
    /** The end of a drag chooses nothing. */
    function onClick(event: MouseEvent) {
      if (moved) event.stopPropagation();
      moved = false;
    }

    const listeners = new AbortController();
    const { signal } = listeners;
    element.addEventListener('pointerdown', onDown, { signal });
    element.addEventListener('pointermove', onMove, { signal });
    element.addEventListener('pointerup', onUp, { signal });
    element.addEventListener('pointercancel', onUp, { signal });
    element.addEventListener('click', onClick, { signal, capture: true });
    return () => listeners.abort();
  }, [box]);
}
