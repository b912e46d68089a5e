// Draws the plot over the results: how many traces started when and took how long, or each of them.

import type { HeatCell, Overview } from '../../api/overview';
import type { TraceSummary } from '../../api/summaries';
import { duration, time } from '../../model/format';
import type { Palette } from '../../ui/palette';
import { durationAt, durationShare, timeAt, timeShare } from './region';
import type { Scale } from './region';

/** Room for the labels of the axes. */
export const LEFT = 56;
export const BOTTOM = 16;
export const TOP = 4;
const RIGHT = 8;

export interface Area {
  left: number;
  top: number;
  width: number;
  height: number;
}

export function areaOf(width: number, height: number): Area {
  return { left: LEFT, top: TOP, width: Math.max(1, width - LEFT - RIGHT), height: Math.max(1, height - TOP - BOTTOM) };
}

export function paintAxes(ctx: CanvasRenderingContext2D, area: Area, scale: Scale, palette: Palette, zone: string): void {
  ctx.strokeStyle = palette.line;
  ctx.lineWidth = 1;
  ctx.strokeRect(area.left - 0.5, area.top - 0.5, area.width + 1, area.height + 1);
  ctx.fillStyle = palette.muted;
  ctx.font = palette.font(11);
  ctx.textBaseline = 'middle';
  ctx.textAlign = 'right';
  const rows = area.height > 90 ? 2 : 1;
  for (let row = 0; row <= rows; row++) {
    const share = row / rows;
    const y = area.top + area.height * (1 - share);
    ctx.fillText(axisDuration(durationAt(scale, share)), area.left - 6, Math.min(Math.max(y, area.top + 6), area.top + area.height - 5));
  }
  ctx.textBaseline = 'alphabetic';
  const columns = Math.max(1, Math.min(6, Math.floor(area.width / 140)));
  const isLong = scale.end - scale.start > 86_400_000_000_000n;
  for (let column = 0; column <= columns; column++) {
    const share = column / columns;
    ctx.textAlign = column === 0 ? 'left' : column === columns ? 'right' : 'center';
    ctx.fillText(clock(timeAt(scale, share), zone, isLong), area.left + area.width * share, area.top + area.height + 12);
  }
}

/** `3 h` of `3 h 7 min`: there is room for no more. */
function axisDuration(nanos: number): string {
  return duration(nanos).split(' ').slice(0, 2).join(' ');
}

function clock(nano: bigint, zone: string, isLong: boolean): string {
  if (!isLong) return time(nano, zone).slice(0, 8);
  const date = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: zone === 'local' ? undefined : zone });
  return `${date.format(Number(nano / 1_000_000n))} ${time(nano, zone).slice(0, 5)}`;
}

/** Darker where there are more; a red foot is the share that failed. */
export function paintHeat(ctx: CanvasRenderingContext2D, area: Area, scale: Scale, overview: Overview, palette: Palette): void {
  const most = overview.cells.reduce((max, { traces }) => Math.max(max, traces), 1);
  const width = area.width / overview.columns;
  for (const cell of overview.cells) {
    const { y, height } = rowBox(area, scale, overview, cell);
    const x = area.left + cell.column * width;
    const gap = width > 4 ? 1 : 0;
    ctx.fillStyle = palette.accent;
    ctx.globalAlpha = 0.22 + 0.68 * Math.sqrt(cell.traces / most);
    ctx.fillRect(x, y, width - gap, Math.max(2, height - gap));
    ctx.globalAlpha = 1;
    if (cell.failed === 0) continue;
    const foot = Math.max(2, (height - gap) * Math.min(1, cell.failed / cell.traces));
    ctx.fillStyle = palette.error;
    ctx.fillRect(x, y + Math.max(2, height - gap) - foot, width - gap, foot);
  }
}

export function rowBox(area: Area, scale: Scale, { rowBounds }: Overview, { row }: HeatCell): { y: number; height: number } {
  const low = durationShare(scale, rowBounds[row]);
  const high = durationShare(scale, rowBounds[row + 1]);
  return { y: area.top + area.height * (1 - high), height: area.height * (high - low) };
}

/** A dot for each trace, larger with more spans; failed ones are diamonds. */
export function paintDots(ctx: CanvasRenderingContext2D, area: Area, scale: Scale, traces: readonly TraceSummary[], palette: Palette): void {
  for (const trace of traces) {
    const { x, y, radius } = dotOf(area, scale, trace);
    ctx.beginPath();
    if (trace.errors > 0) {
      ctx.moveTo(x, y - radius - 1);
      ctx.lineTo(x + radius + 1, y);
      ctx.lineTo(x, y + radius + 1);
      ctx.lineTo(x - radius - 1, y);
      ctx.closePath();
    } else ctx.arc(x, y, radius, 0, 2 * Math.PI);
    ctx.fillStyle = trace.errors > 0 ? palette.error : palette.accent;
    ctx.globalAlpha = 0.55;
    ctx.fill();
    ctx.globalAlpha = 1;
    ctx.strokeStyle = ctx.fillStyle;
    ctx.stroke();
  }
}

export function dotOf(area: Area, scale: Scale, trace: TraceSummary): { x: number; y: number; radius: number } {
  return {
    x: area.left + area.width * Math.min(1, Math.max(0, timeShare(scale, trace.startUnixNano))),
    y: area.top + area.height * (1 - durationShare(scale, trace.durationNano)),
    radius: Math.min(9, 2.5 + Math.sqrt(trace.spans) / 3),
  };
}
