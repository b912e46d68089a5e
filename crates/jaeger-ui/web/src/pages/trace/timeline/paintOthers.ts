// Bars of rows that are not one span: groups of equal spans, and gaps in time.

import { Status } from '../../../model/columns';
import { duration } from '../../../model/format';
import { paintFill } from '../../../ui/paintFill';
import type { ServicePaint } from '../../../ui/palette';
import { paintLabel } from './paintLabel';
import { FAINT } from './paintSpan';
import type { Brush } from './scene';

/** The members in one row, thinner than other bars, on a line from the first start to the last end. */
export function paintGroup(brush: Brush, paints: (row: number) => ServicePaint, index: number, top: number): void {
  const { ctx, palette, scene, x } = brush;
  const group = scene.groups?.list[index];
  if (group === undefined) return;
  const { columns } = scene.model;
  const { barHeight } = scene.layout;
  const left = Math.max(brush.left, x(group.start));
  const right = Math.min(brush.right, Math.max(x(group.end), left + 2));
  const isKept = scene.kept === undefined || group.rows.some((row) => scene.kept?.[row] === 1);
  ctx.globalAlpha = isKept ? 1 : FAINT;
  ctx.fillStyle = palette.lineStrong;
  ctx.fillRect(left, top + barHeight / 2, Math.max(0, right - left), 1);
  const paint = paints(group.rows[0]);
  let drawnTo = Number.NEGATIVE_INFINITY;
  const failed: number[] = [];
  for (const row of group.rows) {
    const from = x(columns.start[row]);
    const to = Math.max(x(columns.start[row] + columns.duration[row]), from + 1.5);
    if (columns.status[row] === Status.error) failed.push(to);
    // What is covered already need not be drawn: a group may have 100,000 members.
    if (to <= drawnTo + 0.5 || to < brush.left || from > brush.right) continue;
    const start = Math.max(from, drawnTo + 0.5, brush.left);
    paintFill(ctx, start, top + 2, Math.min(to, brush.right) - start, barHeight - 4, paint);
    drawnTo = to;
  }
  ctx.fillStyle = palette.error;
  let lastMark = Number.NEGATIVE_INFINITY;
  for (const at of failed) {
    if (at - lastMark < 2 || at < brush.left || at > brush.right) continue;
    ctx.fillRect(at - 2, top, 2, barHeight);
    lastMark = at;
  }
  if (scene.found !== undefined && group.rows.some((row) => scene.found?.[row] === 1)) {
    ctx.strokeStyle = palette.accent;
    ctx.lineWidth = 1.5;
    ctx.strokeRect(left - 2, top - 1, right - left + 4, barHeight + 2);
  }
  ctx.globalAlpha = 1;
  if (group.end >= scene.scale.start && group.start <= scene.scale.end) {
    paintLabel(brush, duration(group.total), left, right, top, isKept);
  }
}

export function paintGap({ ctx, palette, scene, x, ...edges }: Brush, index: number, top: number): void {
  const gap = scene.gaps[index];
  if (gap === undefined) return;
  const left = Math.max(edges.left, x(gap.start));
  const right = Math.min(edges.right, x(gap.end));
  const middle = Math.round(top + scene.layout.barHeight / 2) + 0.5;
  ctx.strokeStyle = palette.lineStrong;
  ctx.lineWidth = 1;
  ctx.setLineDash([3, 3]);
  ctx.beginPath();
  ctx.moveTo(left, middle);
  ctx.lineTo(right, middle);
  ctx.stroke();
  ctx.setLineDash([]);
}
