import { useCallback, useEffect } from 'react';
import type { RefObject } from 'react';

const MARGIN = 8;
const GAP = 4;

/** Places a floating box below its anchor, or above where there is more room, within the window. */
export function place(anchor: HTMLElement, box: HTMLElement, sameWidth: boolean): void {
  const at = anchor.getBoundingClientRect();
  if (sameWidth) box.style.minWidth = `${at.width}px`;
  box.style.maxHeight = '';
  const below = window.innerHeight - at.bottom - GAP - MARGIN;
  const above = at.top - GAP - MARGIN;
  const height = box.scrollHeight;
  const up = height > below && above > below;
  const room = Math.max(up ? above : below, 96);
  box.style.maxHeight = `${room}px`;
  box.style.top = `${up ? Math.max(at.top - GAP - Math.min(height, room), MARGIN) : at.bottom + GAP}px`;
  // Flush with the anchor's left edge, or with its right edge where it would leave the window.
  const width = box.offsetWidth;
  const left = at.left + width > window.innerWidth - MARGIN ? at.right - width : at.left;
  box.style.left = `${Math.max(MARGIN, Math.min(left, window.innerWidth - width - MARGIN))}px`;
}

/** Keeps a native popover in place while it is open. */
export function usePlacement(
  anchor: RefObject<HTMLElement | null>,
  box: RefObject<HTMLElement | null>,
  open: boolean,
  sameWidth = false,
): () => void {
  const update = useCallback(() => {
    if (anchor.current && box.current) place(anchor.current, box.current, sameWidth);
  }, [anchor, box, sameWidth]);
  useEffect(() => {
    if (!open) return;
    update();
    window.addEventListener('resize', update);
    window.addEventListener('scroll', update, true);
    return () => {
      window.removeEventListener('resize', update);
      window.removeEventListener('scroll', update, true);
    };
  }, [open, update]);
  return update;
}
