import type { Column } from './types';

const SELECT = 32;
/** What a share of the rest needs at least. */
const SHARE = 96;

/** The value of `grid-template-columns`. */
export function tracksOf<T>(columns: readonly Column<T>[], selects: boolean): string {
  const tracks = columns.map(({ width }) => (/^[\d.]+fr$/.test(width) ? `minmax(0, ${width})` : width));
  return (selects ? [`${SELECT}px`, ...tracks] : tracks).join(' ');
}

/** Below this width the table scrolls sideways instead of shrinking. */
export function leastWidth<T>(columns: readonly Column<T>[], selects: boolean): number {
  let sum = selects ? SELECT : 0;
  for (const { width } of columns) {
    const pixels = /(\d+(?:\.\d+)?)px/.exec(width);
    sum += pixels ? Number(pixels[1]) : SHARE;
  }
  return sum;
}
