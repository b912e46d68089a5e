// A line under the pointer, with its time in the ruler; moved without a render.

import type { PointerEvent, RefObject } from 'react';

import type { TimeScale } from '../../../model/gaps';
import type { Layout } from './geometry';
import { timeLabel } from './ticks';

export interface HoverLine {
  onMove(event: PointerEvent): void;
  onLeave(): void;
}

export function useHoverLine(layout: Layout, scale: TimeScale, frame: RefObject<HTMLElement | null>): HoverLine {
  function move(x: number | undefined, time = '') {
    const line = frame.current?.querySelector<HTMLElement>('[data-hover-line]');
    const label = frame.current?.querySelector<HTMLElement>('[data-hover-time]');
    if (!line || !label) return;
    line.style.opacity = x === undefined ? '0' : '1';
    label.style.opacity = x === undefined ? '0' : '1';
    if (x === undefined) return;
    line.style.transform = `translateX(${layout.barsLeft + x}px)`;
    // Within the ruler even at its ends.
    label.style.transform = `translateX(${Math.max(0, Math.min(x - 32, layout.barsWidth - 72))}px)`;
    label.textContent = time;
  }
  return {
    onMove(event) {
      if (event.pointerType === 'touch' || layout.stacked) return;
      const x = event.clientX - event.currentTarget.getBoundingClientRect().left - layout.barsLeft;
      const share = (x - layout.axisStart) / (layout.axisEnd - layout.axisStart);
      if (share < 0 || share > 1) move(undefined);
      else move(x, timeLabel(scale.invert(share), (scale.end - scale.start) / 1000));
    },
    onLeave: () => move(undefined),
  };
}
