// Figures of this page as text.

import { duration, durationExact, figures, percent } from '../../model/format';
import { bucketOf } from './buckets';

export type Unit = 'duration' | 'rate' | 'share';

/** Calls a second; slow trickles as calls a minute or an hour. */
export function rateText(perSecond: number): string {
  if (perSecond === 0) return '0';
  if (perSecond >= 1) return `${figures(perSecond)}/s`;
  return perSecond * 60 >= 1 ? `${figures(perSecond * 60)}/min` : `${figures(perSecond * 3600)}/h`;
}

export function unitText(unit: Unit, value: number | null): string {
  if (value === null || !Number.isFinite(value)) return '–';
  if (unit === 'duration') return duration(value);
  return unit === 'rate' ? rateText(value) : percent(value);
}

/** With all digits, for a tooltip. */
export function unitExact(unit: Unit, value: number | null): string {
  if (value === null || !Number.isFinite(value)) return 'No calls';
  if (unit === 'duration') return `${durationExact(value)}, estimated: ${bucketText(value)}`;
  return unit === 'rate' ? `${value} calls a second` : `${value * 100} %`;
}

/** Within what a latency was guessed. */
function bucketText(latency: number): string {
  const { above, upTo } = bucketOf(latency);
  return upTo === undefined ? `over ${duration(above)}` : `between ${above === 0 ? '0' : duration(above)} and ${duration(upTo)}`;
}

/** `+12 %`, from a change of 0.12. */
export function changeText(change: number): string {
  if (Math.abs(change) < 0.005) return '±0 %';
  return change > 9.995 ? `×${figures(change + 1)}` : `${change > 0 ? '+' : '−'}${percent(Math.abs(change))}`;
}
