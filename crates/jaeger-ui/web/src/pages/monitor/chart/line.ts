import type { Series } from '../../../model/series';

/** A line of a chart. */
export interface ChartLine {
  label: string;
  /** A token of colour. */
  color: string;
  dash?: readonly number[];
  width?: number;
  series?: Series;
}

/** Ways of drawing that can be told apart without colour. */
export const DASHES: readonly (readonly number[])[] = [[], [8, 3], [2, 3], [8, 3, 2, 3]];

export const QUANTILE_LINES = [
  { quantile: 0.5, label: 'p50', color: '--service-4', dash: DASHES[0], width: 1 },
  { quantile: 0.75, label: 'p75', color: '--service-1', dash: DASHES[1], width: 1 },
  { quantile: 0.95, label: 'p95', color: '--accent', dash: DASHES[0], width: 2 },
  { quantile: 0.99, label: 'p99', color: '--service-3', dash: DASHES[2], width: 1.5 },
];

/** The time that is compared with. */
export const BEFORE = { color: '--muted', dash: [4, 4], width: 1.5 };
