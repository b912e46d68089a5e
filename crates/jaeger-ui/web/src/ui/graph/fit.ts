// How large a drawing is shown, and which part of it.

import type { Size } from '../useSize';

export const LEAST_ZOOM = 0.2;
export const MOST_ZOOM = 2;

/** The scales between which a drawing opens: labels are legible at the least of them. */
export interface Legible {
  least: number;
  most: number;
}

const between = (least: number, value: number, most: number) => Math.min(Math.max(value, least), most);

/** The scale at which all of a drawing is in sight. */
export function wholeScale(view: Size, drawing: Size): number {
  // A pixel less, or rounding would bring scroll bars, which take room.
  const scale = Math.min((view.width - 1) / drawing.width, (view.height - 1) / drawing.height);
  return between(LEAST_ZOOM, scale, MOST_ZOOM);
}

/** All of it, unless its labels would be too small or too large. */
export function openingScale(view: Size, drawing: Size, { least, most }: Legible): number {
  return between(least, wholeScale(view, drawing), most);
}

export function isCut(view: Size, drawing: Size, scale: number): boolean {
  return drawing.width * scale > view.width || drawing.height * scale > view.height;
}

/** Along one side: where to scroll so that a point stays, or comes, in the middle. */
export const centred = (point: number, view: number) => Math.max(0, point - view / 2);

/** Along one side, from the beginning: no farther than it takes to see the end of a box. */
export const justInSight = (end: number, view: number) => Math.max(0, end - view);
