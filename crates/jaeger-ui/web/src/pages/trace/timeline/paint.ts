// Draws the bars of the rows in sight: service colour and fill, errors, critical path, events, durations.

import { rowIndex, rowType, RowType } from '../../../model/rows';
import type { ServicePaint } from '../../../ui/palette';
import type { Palette } from '../../../ui/useCanvas';
import { paintGap, paintGroup } from './paintOthers';
import { paintSpan } from './paintSpan';
import { brushOf } from './scene';
import type { Brush, Scene } from './scene';
import { ticksOf } from './ticks';

/** `offset` is the height of the rows above the window. */
export function paintRows(
  ctx: CanvasRenderingContext2D,
  height: number,
  palette: Palette,
  scene: Scene,
  paints: (row: number) => ServicePaint,
  offset: number,
): void {
  const brush = brushOf(ctx, palette, scene);
  const { geometry, layout, codes } = scene;
  paintGrid(brush, height);
  const { inset } = geometry;
  if (inset !== undefined) {
    const top = geometry.top(inset.position) + layout.rowHeight - offset;
    ctx.clearRect(0, top, brush.width, inset.height);
  }
  if (codes.length === 0) return;
  const last = geometry.at(offset + height);
  for (let position = geometry.at(offset); position <= last; position++) {
    const top = geometry.top(position) - offset + layout.barTop;
    const code = codes[position];
    const index = rowIndex(code);
    switch (rowType(code)) {
      case RowType.span:
        paintSpan(brush, paints, index, top);
        break;
      case RowType.group:
        paintGroup(brush, paints, index, top);
        break;
      case RowType.gap:
        paintGap(brush, index, top);
        break;
      case RowType.pruned:
        break;
    }
  }
}

/** A line at each tick, and folded gaps as hatched bands. */
function paintGrid({ ctx, palette, scene, x }: Brush, height: number): void {
  const { scale, layout } = scene;
  if (!layout.stacked) {
    ctx.fillStyle = palette.line;
    for (const tick of ticksOf(scale, layout.axisEnd - layout.axisStart)) ctx.fillRect(Math.round(x(tick.time)), 0, 1, height);
  }
  for (const gap of scale.folded) {
    const [from, to] = [x(gap.start), x(gap.end)];
    ctx.fillStyle = palette.panel;
    ctx.fillRect(from, 0, to - from, height);
    ctx.strokeStyle = palette.lineStrong;
    ctx.lineWidth = 1;
    ctx.setLineDash([2, 4]);
    ctx.beginPath();
    for (const edge of [from, to]) {
      ctx.moveTo(Math.round(edge) + 0.5, 0);
      ctx.lineTo(Math.round(edge) + 0.5, height);
    }
    ctx.stroke();
    ctx.setLineDash([]);
  }
}
