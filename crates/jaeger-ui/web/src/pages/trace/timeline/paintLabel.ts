// The duration of a bar: after it where there is room, else before it, else within it.

import type { Palette } from '../../../ui/useCanvas';
import type { Brush } from './scene';

const GAP = 6;
const SIZE = 11;

/** Widths of labels, which repeat often. Another palette may mean that the font has come. */
const widths = new Map<string, number>();
let measuredFor: Palette | undefined;

export function paintLabel(brush: Brush, text: string, left: number, right: number, top: number, isStrong: boolean): void {
  const { ctx, palette, scene, width } = brush;
  ctx.font = palette.font(SIZE);
  ctx.textBaseline = 'middle';
  if (measuredFor !== palette) widths.clear();
  measuredFor = palette;
  let room = widths.get(text);
  if (room === undefined) {
    room = ctx.measureText(text).width;
    if (widths.size > 5000) widths.clear();
    widths.set(text, room);
  }
  const middle = top + scene.layout.barHeight / 2 + 0.5;
  const color = isStrong ? palette.text : palette.muted;
  if (right + GAP + room <= width) {
    ctx.fillStyle = color;
    ctx.fillText(text, right + GAP, middle);
  } else if (left - GAP - room >= 0) {
    ctx.fillStyle = color;
    ctx.fillText(text, left - GAP - room, middle);
  } else {
    // On a ground of its own: no text can be read on each of the service colours.
    const at = Math.min(right, width) - room - GAP - 4;
    ctx.fillStyle = palette.ground;
    ctx.beginPath();
    ctx.roundRect(at - 3, middle - 7, room + 6, 13, 2);
    ctx.fill();
    ctx.fillStyle = color;
    ctx.fillText(text, at, middle);
  }
}
