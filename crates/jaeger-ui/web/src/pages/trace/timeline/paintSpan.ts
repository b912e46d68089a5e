// One span's bar.

import { Kind, Status } from '../../../model/columns';
import { duration } from '../../../model/format';
import { isCollapsed } from '../../../model/rows';
import { paintFill } from '../../../ui/paintFill';
import type { ServicePaint } from '../../../ui/palette';
import { paintLabel } from './paintLabel';
import type { Brush } from './scene';

/** Strength of what a filter does not keep. */
export const FAINT = 0.35;
/** The shortest span can still be seen and pointed at. */
const MIN_WIDTH = 2;
const ERROR_END = 3;
/** From one dash to the next of a bar that stands for many. */
const MANY_STEP = 8;

type Paints = (row: number) => ServicePaint;

export function paintSpan(brush: Brush, paints: Paints, row: number, top: number): void {
  const { ctx, palette, scene, x } = brush;
  const { columns, derived } = scene.model;
  const start = columns.start[row];
  const end = start + columns.duration[row];
  const height = scene.layout.barHeight;
  const isKept = scene.kept === undefined || scene.kept[row] === 1;
  const isFailed = columns.status[row] === Status.error;

  if (end < scene.scale.start || start > scene.scale.end) {
    paintAway(brush, end < scene.scale.start, top, isFailed);
    return;
  }
  const left = Math.max(brush.left, x(start));
  const right = Math.min(brush.right, Math.max(x(end), left + MIN_WIDTH));
  ctx.globalAlpha = isKept ? 1 : FAINT;
  const summary = scene.carried.get(row)?.summary;
  if (summary === undefined) paintFill(ctx, left, top, right - left, height, paints(row));
  else paintMany(brush, paints, row, left, right, top);
  if (derived.children[row] > 0 && isCollapsed(scene.model, scene.rules, row)) {
    paintNested(brush, paints, row, top);
  }
  if (scene.critical !== undefined) paintCritical(brush, row, top);
  if (isFailed) paintError(brush, left, right, top);
  paintEvents(brush, row, top);
  ctx.globalAlpha = 1;
  if (scene.found?.[row] === 1) {
    ctx.strokeStyle = palette.accent;
    ctx.lineWidth = 1.5;
    ctx.strokeRect(left - 2, top - 2, right - left + 4, height + 4);
  }
  if (start < scene.scale.start) paintClip(brush, brush.left, top, -1);
  if (end > scene.scale.end) paintClip(brush, brush.right, top, 1);
  paintLabel(brush, duration(summary?.total ?? columns.duration[row]), left, right, top, isKept);
}

/** A span that stands for many is drawn as a group of equal siblings is; where each of them was is not known. */
function paintMany({ ctx, palette, scene }: Brush, paints: Paints, row: number, left: number, right: number, top: number): void {
  const height = scene.layout.barHeight;
  ctx.fillStyle = palette.lineStrong;
  ctx.fillRect(left, top + height / 2, right - left, 1);
  for (let at = left; at < right; at += MANY_STEP) {
    paintFill(ctx, at, top + 2, Math.min(MANY_STEP - 2, right - at), height - 4, paints(row));
  }
}

/** The span that answers a folded call stands within its bar, so that the time between the two can be seen. */
function paintNested({ ctx, palette, scene, x, left: from, right: to }: Brush, paints: Paints, row: number, top: number): void {
  const { columns, derived } = scene.model;
  const child = row + 1;
  if (derived.children[row] !== 1 || columns.kind[row] !== Kind.client || columns.kind[child] !== Kind.server) return;
  const height = scene.layout.barHeight;
  const left = Math.max(from, x(columns.start[child]));
  const right = Math.min(to, x(columns.start[child] + columns.duration[child]));
  if (right - left < MIN_WIDTH) return;
  ctx.fillStyle = palette.ground;
  ctx.fillRect(left - 1, top + 2, right - left + 2, height - 4);
  paintFill(ctx, left, top + 3, right - left, height - 6, paints(child));
}

/** A line under the parts that decide when the trace ends. */
function paintCritical({ ctx, palette, scene, x, ...edges }: Brush, row: number, top: number): void {
  const { critical } = scene;
  if (critical === undefined) return;
  const { start, end } = scene.model.derived.critical;
  const y = top + scene.layout.barHeight;
  ctx.fillStyle = palette.text;
  let drawnTo = -1;
  for (let at = critical.first[row]; at < critical.first[row + 1]; at++) {
    const part = critical.part[at];
    const left = Math.max(edges.left, x(start[part]));
    const right = Math.min(edges.right, Math.max(x(end[part]), left + 1));
    // Parts out of sight are none, parts closer together than a pixel are one.
    if (right <= left || right <= drawnTo) continue;
    ctx.fillRect(left, y, right - left, 2);
    drawnTo = right;
  }
}

/** An outline around the service's colour, and a solid end: to be seen without colours too. */
function paintError({ ctx, palette, scene }: Brush, left: number, right: number, top: number): void {
  const height = scene.layout.barHeight;
  ctx.strokeStyle = palette.error;
  ctx.lineWidth = 1.5;
  ctx.strokeRect(left + 0.75, top + 0.75, Math.max(0.5, right - left - 1.5), height - 1.5);
  ctx.fillStyle = palette.error;
  ctx.fillRect(right - Math.min(ERROR_END, right - left), top - 1, ERROR_END, height + 2);
}

function paintEvents({ ctx, palette, scene, x, left, right }: Brush, row: number, top: number): void {
  const times = scene.eventTimes?.get(row);
  if (times === undefined) return;
  ctx.fillStyle = palette.text;
  let last = -2;
  for (const time of times) {
    const at = Math.round(x(time));
    if (at - last < 2 || at < left || at > right) continue;
    ctx.fillRect(at, top - 2, 1, scene.layout.barHeight + 3);
    last = at;
  }
}

/** Where a bar goes on beyond the window. */
function paintClip({ ctx, palette, scene }: Brush, edge: number, top: number, direction: 1 | -1): void {
  const middle = top + scene.layout.barHeight / 2;
  ctx.fillStyle = palette.ground;
  ctx.fillRect(direction > 0 ? edge - 8 : edge, top, 8, scene.layout.barHeight);
  ctx.strokeStyle = palette.text;
  ctx.lineWidth = 1.5;
  ctx.beginPath();
  ctx.moveTo(edge - direction * 6, middle - 4);
  ctx.lineTo(edge - direction * 2, middle);
  ctx.lineTo(edge - direction * 6, middle + 4);
  ctx.stroke();
}

/** A span outside the window: an arrow to where it is. */
function paintAway({ ctx, palette, scene, left, right }: Brush, isBefore: boolean, top: number, isFailed: boolean): void {
  const middle = top + scene.layout.barHeight / 2;
  const edge = isBefore ? left + 2 : right;
  const tip = isBefore ? -4 : 4;
  ctx.fillStyle = isFailed ? palette.error : palette.lineStrong;
  ctx.beginPath();
  ctx.moveTo(edge - tip, middle - 4);
  ctx.lineTo(edge, middle);
  ctx.lineTo(edge - tip, middle + 4);
  ctx.fill();
}
