import { useLayoutEffect } from 'react';
import type { DependencyList, RefObject } from 'react';

import { usePalette } from './palette';
import type { Palette } from './palette';
import { useSize } from './useSize';

export type { Palette } from './palette';

export type Draw = (ctx: CanvasRenderingContext2D, width: number, height: number, palette: Palette) => void;

/** More device pixels than this cost more memory than sharpness is worth. */
const MOST_PIXELS = 8e6;

/**
 * Draws on a canvas in CSS pixels, sharp on every screen. The canvas takes its size from CSS (give it a
 * width and height of 100 % of a box that has a size); it is drawn again when its size, the theme or
 * one of `deps` changes.
 */
export function useCanvas(ref: RefObject<HTMLCanvasElement | null>, draw: Draw, deps: DependencyList): void {
  const { width, height } = useSize(ref);
  const colors = usePalette();
  useLayoutEffect(() => {
    const canvas = ref.current;
    const ctx = canvas?.getContext('2d');
    if (!canvas || !ctx || width === 0 || height === 0) return;
    const ratio = Math.min(window.devicePixelRatio || 1, 2, Math.sqrt(MOST_PIXELS / (width * height)));
    const pixelsWide = Math.round(width * ratio);
    const pixelsHigh = Math.round(height * ratio);
    // Setting the size clears the canvas and costs an allocation, so only when it has changed.
    if (canvas.width !== pixelsWide || canvas.height !== pixelsHigh) {
      canvas.width = pixelsWide;
      canvas.height = pixelsHigh;
    }
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    ctx.clearRect(0, 0, width, height);
    draw(ctx, width, height, colors);
    // `draw` is a new function at each render; what it depends on is in `deps`.
  }, [ref, width, height, colors, ...deps]);
}
