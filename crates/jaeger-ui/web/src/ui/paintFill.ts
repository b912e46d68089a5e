import type { Fill } from '../model/color';
import type { ServicePaint } from './palette';

const TILE = 6;
/** Below this width a pattern cannot be told from noise. */
const PLAIN_BELOW = 5;

const tiles = new Map<string, HTMLCanvasElement>();

/** A bar in a service's colour and pattern. */
export function paintFill(
  ctx: CanvasRenderingContext2D,
  x: number,
  y: number,
  width: number,
  height: number,
  paint: ServicePaint,
  alpha = 1,
): void {
  const before = ctx.globalAlpha;
  ctx.globalAlpha = before * alpha;
  ctx.fillStyle = styleOf(ctx, paint, width);
  ctx.fillRect(x, y, width, height);
  ctx.globalAlpha = before;
}

function styleOf(ctx: CanvasRenderingContext2D, paint: ServicePaint, width: number): string | CanvasPattern {
  if (paint.fill === 'plain' || width < PLAIN_BELOW) return paint.color;
  return ctx.createPattern(tileOf(paint.color, paint.fill), 'repeat') ?? paint.color;
}

/** The colour at half strength with stripes or dots of it at full strength, so it suits every ground. */
function tileOf(color: string, fill: Fill): HTMLCanvasElement {
  const key = `${fill} ${color}`;
  const known = tiles.get(key);
  if (known) return known;
  const tile = document.createElement('canvas');
  tile.width = TILE;
  tile.height = TILE;
  const ctx = tile.getContext('2d');
  if (ctx) {
    ctx.fillStyle = color;
    ctx.strokeStyle = color;
    ctx.globalAlpha = 0.5;
    ctx.fillRect(0, 0, TILE, TILE);
    ctx.globalAlpha = 1;
    if (fill === 'hatch') {
      ctx.lineWidth = 2.2;
      ctx.beginPath();
      for (const shift of [-TILE, 0, TILE]) {
        ctx.moveTo(shift - 1, TILE + 1);
        ctx.lineTo(shift + TILE + 1, -1);
      }
      ctx.stroke();
    } else {
      ctx.beginPath();
      ctx.arc(TILE / 2, TILE / 2, 1.7, 0, 2 * Math.PI);
      ctx.fill();
    }
  }
  tiles.set(key, tile);
  return tile;
}
