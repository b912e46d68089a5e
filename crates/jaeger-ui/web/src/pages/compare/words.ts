import type { Change } from '../../model/diff';
import { count, duration, figures } from '../../model/format';

/** With a sign: `+357 ms`. */
export function deltaText(nanos: number): string {
  if (nanos === 0) return '0';
  return `${nanos > 0 ? '+' : '−'}${duration(Math.abs(nanos))}`;
}

/** How many times as long. */
export function ratioText(a: number, b: number): string {
  if (a === 0 || b === 0) return '–';
  return `${figures(b / a)}×`;
}

/** What became of a path, as a sign and in words: never by colour alone. */
export const CHANGES: Record<Change, { glyph: string; text(a: number, b: number): string }> = {
  same: { glyph: '=', text: () => '' },
  more: { glyph: '~', text: (a, b) => `${count(b - a)} more` },
  fewer: { glyph: '~', text: (a, b) => `${count(a - b)} fewer` },
  added: { glyph: '+', text: () => 'only in B' },
  removed: { glyph: '−', text: () => 'only in A' },
};

export function spansText(spans: number): string {
  return spans === 1 ? '1 span' : `${count(spans)} spans`;
}
