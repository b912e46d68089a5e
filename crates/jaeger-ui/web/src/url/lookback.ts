// `1h`, `2d`: how far back a search looks.

const UNIT_MICROS: Record<string, number> = { m: 60e6, h: 3600e6, d: 86_400e6, w: 604_800e6 };

export const PRESETS = [
  '5m', '15m', '30m', '1h', '2h', '3h', '6h', '12h', '24h', '2d', '3d', '5d', '7d', '2w', '3w', '4w',
] as const;

/** Microseconds of a lookback; undefined for `custom` and anything else. */
export function lookbackMicros(word: string): number | undefined {
  const match = /^(\d{1,4})([mhdw])$/.exec(word);
  if (!match || Number(match[1]) === 0) return undefined;
  return Number(match[1]) * UNIT_MICROS[match[2]];
}

/** The shortest preset that covers a span of microseconds, else `custom`. */
export function lookbackFor(micros: number): string {
  if (!(micros > 0)) return 'custom';
  return PRESETS.find((preset) => (lookbackMicros(preset) ?? 0) >= micros) ?? 'custom';
}

const UNIT_NAMES: Record<string, string> = { m: 'minute', h: 'hour', d: 'day', w: 'week' };

/** `Last 15 minutes` */
export function lookbackLabel(word: string): string {
  const match = /^(\d+)([mhdw])$/.exec(word);
  if (!match) return 'Custom range';
  const n = Number(match[1]);
  const unit = UNIT_NAMES[match[2]];
  return n === 1 ? `Last ${unit}` : `Last ${n} ${unit}s`;
}
