// Times written over the bars.

import { duration, grouped } from '../../../model/format';
import type { TimeScale } from '../../../model/gaps';

/** Room for a label and a gap. */
const LABEL_WIDTH = 88;

export interface Tick {
  /** 0 to 1. */
  x: number;
  /** ns from the start of the trace. */
  time: number;
  label: string;
}

/** Round times in even steps, as many as have room; with folded gaps those that do not stand in one. */
export function ticksOf(scale: TimeScale, width: number): Tick[] {
  const span = scale.end - scale.start;
  const most = Math.max(1, Math.floor(width / LABEL_WIDTH));
  if (!(span > 0) || width <= 0) return [];
  const step = niceStep(span / most);
  const ticks: Tick[] = [];
  let last = Number.NEGATIVE_INFINITY;
  for (let n = Math.ceil(scale.start / step); n * step <= scale.end; n++) {
    const time = n * step;
    const x = scale.scale(time);
    if ((x - last) * width < LABEL_WIDTH - 16) continue;
    if (scale.folded.some((gap) => time > gap.start && time < gap.end)) continue;
    ticks.push({ x, time, label: timeLabel(time, step) });
    last = x;
  }
  return ticks;
}

/** 1, 2 or 5 times a power of ten, at least `size`; minutes and hours as clocks have them. */
function niceStep(size: number): number {
  const clock = CLOCK_STEPS.find((step) => step >= size);
  if (size > 10e9 && clock !== undefined) return clock;
  const power = 10 ** Math.floor(Math.log10(size));
  const digit = [1, 2, 5, 10].find((factor) => factor * power >= size * 0.999_999) ?? 10;
  return digit * power;
}

const CLOCK_STEPS = [15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400].map((s) => s * 1e9);

const UNITS: readonly [size: number, name: string][] = [[1e9, 's'], [1e6, 'ms'], [1e3, 'µs'], [1, 'ns']];

/** A time with as many digits as tell it from one that is `step` away: `948.5 ms`. */
export function timeLabel(time: number, step: number): string {
  if (time === 0) return '0';
  // Whole seconds of longer times as clocks say them.
  if (time >= 60e9 && step >= 1e9) return duration(time);
  const [size, name] = UNITS.find(([unit]) => time >= unit) ?? UNITS[3];
  const digits = Math.max(0, Math.min(9, Math.ceil(-Math.log10(step / size) - 1e-9)));
  return `${grouped(time / size, digits)} ${name}`;
}
