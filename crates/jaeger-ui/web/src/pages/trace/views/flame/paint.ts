// Drawing of a flame chart: tinted boxes with the service's mark at their left edge, so that names stay readable on
// every hue and in both themes.

import { type FlameLayout, visibleRects } from '../../../../model/flame';
import { clip, duration } from '../../../../model/format';
import { paintFill } from '../../../../ui/paintFill';
import type { Palette } from '../../../../ui/useCanvas';
import { ticksOf } from './ticks';

export const LANE = 20;
export const RULER = 20;
const FONT = 12;
const EDGE = 4;
/** Narrower boxes are nothing but colour. */
const LEAST_BOX = 8;
const LEAST_TEXT = 22;
const ROOM_FOR_SERVICE = 72;
const TINT = 0.3;
const DIMMED = 0.35;

/** What the boxes of a layout stand for. */
export interface FrameNames {
  service(rect: number): string;
  name(rect: number): string;
  failed(rect: number): boolean;
}

export interface FlameScene {
  layout: FlameLayout;
  names: FrameNames;
  from: number;
  to: number;
  /** Pixels that are scrolled out at the top. */
  scrolled: number;
  /** The first lane stands at the bottom. */
  upward: boolean;
  ruler: boolean;
  /** A 1 for each box that matches; the others step back. */
  matches?: Uint8Array;
  /** A 1 for each box that is pointed out. */
  marked?: Uint8Array;
}

export function laneTop({ layout, upward, ruler, scrolled }: FlameScene, lane: number): number {
  return (ruler ? RULER : 0) + (upward ? layout.lanes - 1 - lane : lane) * LANE - scrolled;
}

export function paintFlame(
  ctx: CanvasRenderingContext2D,
  width: number,
  height: number,
  palette: Palette,
  scene: FlameScene,
): void {
  const { layout, from, to } = scene;
  const head = scene.ruler ? RULER : 0;
  const ticks = scene.ruler ? ticksOf(from, to, Math.max(2, Math.floor(width / 120))) : [];
  const scale = width / (to - from);
  ctx.fillStyle = palette.line;
  for (const tick of ticks) ctx.fillRect(Math.round((tick - from) * scale), head, 1, height);

  const inSight = Math.ceil((height - head) / LANE) + 2;
  const topLane = Math.floor(scene.scrolled / LANE);
  const firstLane = Math.max(0, scene.upward ? layout.lanes - topLane - inSight : topLane);
  const text = textPainter(ctx, palette);
  for (const rect of visibleRects(layout, { from, to, width, firstLane, lanes: inSight })) {
    const top = laneTop(scene, layout.lane[rect]);
    const left = Math.max(-EDGE, (layout.x0[rect] - from) * scale);
    const right = Math.min(width + EDGE, (layout.x1[rect] - from) * scale);
    paintBox(ctx, palette, scene, rect, left, top, Math.max(1, right - left - 1), text);
  }
  if (scene.ruler) paintRuler(ctx, width, palette, scene, ticks, scale);
}

function paintBox(
  ctx: CanvasRenderingContext2D,
  palette: Palette,
  scene: FlameScene,
  rect: number,
  left: number,
  top: number,
  width: number,
  text: TextPainter,
): void {
  const { names, matches, marked } = scene;
  const high = LANE - 1;
  const isDim = matches !== undefined && matches[rect] === 0;
  const service = names.service(rect);
  const paint = palette.service(service);
  ctx.globalAlpha = isDim ? DIMMED : 1;
  if (width < LEAST_BOX) {
    paintFill(ctx, left, top, width, high, paint, 0.75);
  } else {
    paintFill(ctx, left, top, width, high, { ...paint, fill: 'plain' }, TINT);
    paintFill(ctx, left, top, EDGE + 2, high, paint);
  }
  ctx.globalAlpha = 1;
  if (names.failed(rect)) {
    ctx.strokeStyle = palette.error;
    ctx.lineWidth = 1;
    if (width > 3) ctx.strokeRect(left + 0.5, top + 0.5, width - 1, high - 1);
    ctx.fillStyle = palette.error;
    ctx.fillRect(left + Math.max(0, width - 3), top, Math.min(3, width), high);
  }
  if (marked?.[rect] === 1 || matches?.[rect] === 1) {
    ctx.strokeStyle = palette.accent;
    ctx.lineWidth = 2;
    ctx.strokeRect(left + 1, top + 1, Math.max(1, width - 2), high - 2);
  }
  // What begins left of the window keeps its name in sight.
  const textLeft = Math.max(left, 0) + EDGE + 6;
  const room = left + width - textLeft - 4;
  if (room < LEAST_TEXT) return;
  const used = text(names.name(rect), textLeft, top + LANE / 2, room, isDim);
  const rest = room - used - 8;
  if (rest > ROOM_FOR_SERVICE) text(service, textLeft + used + 8, top + LANE / 2, rest, true);
}

type TextPainter = (text: string, left: number, middle: number, room: number, quiet: boolean) => number;

/** Cuts texts to their room; returns how much of it they took. */
function textPainter(ctx: CanvasRenderingContext2D, palette: Palette): TextPainter {
  ctx.font = palette.font(FONT);
  ctx.textBaseline = 'middle';
  ctx.textAlign = 'left';
  const widths = new Map<string, number>();
  return (whole, left, middle, room, quiet) => {
    const text = clip(whole);
    let width = widths.get(text);
    if (width === undefined) {
      width = ctx.measureText(text).width;
      widths.set(text, width);
    }
    const letters = Math.floor((text.length * room) / width) - 1;
    if (width > room && letters < 2) return 0;
    ctx.fillStyle = quiet ? palette.muted : palette.text;
    ctx.fillText(width <= room ? text : `${text.slice(0, letters)}…`, left, middle + 0.5);
    return Math.min(width, room);
  };
}

function paintRuler(
  ctx: CanvasRenderingContext2D,
  width: number,
  palette: Palette,
  scene: FlameScene,
  ticks: number[],
  scale: number,
): void {
  ctx.fillStyle = palette.ground;
  ctx.fillRect(0, 0, width, RULER);
  ctx.fillStyle = palette.line;
  ctx.fillRect(0, RULER - 1, width, 1);
  ctx.font = palette.font(11);
  ctx.fillStyle = palette.muted;
  for (const tick of ticks) {
    const left = Math.round((tick - scene.from) * scale);
    const label = tick === 0 ? '0' : duration(tick);
    if (left + ctx.measureText(label).width + 4 < width) ctx.fillText(label, left + 4, RULER / 2);
  }
}
