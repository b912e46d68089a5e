import { useLayoutEffect } from 'react';
import type { DependencyList, RefObject } from 'react';

import { prepare } from './canvas';
import { usePalette } from './palette';
import type { Palette } from './palette';
import { useSize } from './useSize';

export type { Palette } from './palette';

export type Draw = (ctx: CanvasRenderingContext2D, width: number, height: number, palette: Palette) => void;

/**
 * Draws on a canvas in CSS pixels, sharp on every screen. The canvas takes its size from CSS (give it a
 * width and height of 100 % of a box that has a size); it is drawn again when its size, the theme or
 * one of `deps` changes.
 */
export function useCanvas(ref: RefObject<HTMLCanvasElement | null>, draw: Draw, deps: DependencyList): void {
  const { width, height } = useSize(ref);
  const colors = usePalette();
  useLayoutEffect(() => {
    const ctx = ref.current && prepare(ref.current, width, height);
    if (!ctx) return;
    draw(ctx, width, height, colors);
    // `draw` is a new function at each render; what it depends on is in `deps`.
  }, [ref, width, height, colors, ...deps]);
}
