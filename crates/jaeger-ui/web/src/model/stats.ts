// Figures of spans by what they have in common.

import type { AttributeValues } from './attributeValues';
import { Kind, Status, type TraceModel } from './columns';
import { quantile } from './quantile';

export type Grouping = 'service' | 'name' | 'kind' | 'status' | AttributeValues;

export const HISTOGRAM_BINS = 16;

export interface Statistics {
  /** The value that its spans share; `null` for spans without the attribute. */
  value: string | null;
  count: number;
  errors: number;
  /** ns. */
  total: number;
  self: number;
  average: number;
  p50: number;
  p90: number;
  p99: number;
  max: number;
  /** Of the self times of all counted spans, 0 to 1. */
  share: number;
  /** Spans by duration; the bins are equal steps of the logarithm from `range.min` to `range.max`. */
  histogram: Uint32Array;
  /** By the second grouping, if one was asked for. */
  groups: Statistics[];
}

export interface StatisticsTable {
  rows: Statistics[];
  /** ns, of all counted spans that take any time; the same for every histogram. */
  range: { min: number; max: number };
}

/**
 * The groups with the largest self time first. `rows` are the spans that are counted, all if absent; shares and
 * histograms are of these.
 */
export function statistics(model: TraceModel, by: Grouping, then?: Grouping, rows?: Uint32Array): StatisticsTable {
  const counted = rows ?? allRows(model.columns.count);
  const range = durations(model, counted);
  const bins = binsOf(model, counted, range);
  let totalSelf = 0;
  for (const row of counted) totalSelf += model.derived.self[row];
  const describeAll = (members: Uint32Array, grouping: Grouping, next?: Grouping): Statistics[] => {
    const parts = partition(model, members, grouping);
    const described = parts.map((part) => ({
      ...describe(model, part.rows, bins, totalSelf),
      value: part.value,
      groups: next === undefined ? [] : describeAll(part.rows, next),
    }));
    return described.sort((a, b) => b.self - a.self || b.count - a.count);
  };
  return { rows: describeAll(counted, by, then), range };
}

function allRows(count: number): Uint32Array {
  const rows = new Uint32Array(count);
  for (let row = 0; row < count; row++) rows[row] = row;
  return rows;
}

function durations({ columns }: TraceModel, rows: Uint32Array): { min: number; max: number } {
  let min = Number.POSITIVE_INFINITY;
  let max = 0;
  for (const row of rows) {
    const duration = columns.duration[row];
    if (duration > 0 && duration < min) min = duration;
    if (duration > max) max = duration;
  }
  return { min: Math.min(min, max), max };
}

interface Part {
  value: string | null;
  rows: Uint32Array;
}

/** Rows by their value, each part in the order of rows. */
function partition(model: TraceModel, rows: Uint32Array, grouping: Grouping): Part[] {
  const { values, numberOf } = valuesOf(model, grouping);
  const none = values.length;
  const starts = new Uint32Array(none + 2);
  const slot = (row: number) => (numberOf[row] < 0 ? none : numberOf[row]);
  for (const row of rows) starts[slot(row) + 1]++;
  for (let value = 1; value < starts.length; value++) starts[value] += starts[value - 1];
  const sorted = new Uint32Array(rows.length);
  const next = starts.slice();
  for (const row of rows) sorted[next[slot(row)]++] = row;
  const parts: Part[] = [];
  for (let value = 0; value <= none; value++) {
    if (starts[value + 1] === starts[value]) continue;
    parts.push({ value: values[value] ?? null, rows: sorted.subarray(starts[value], starts[value + 1]) });
  }
  return parts;
}

function valuesOf({ columns }: TraceModel, grouping: Grouping): { values: string[]; numberOf: ArrayLike<number> } {
  if (grouping === 'service') return { values: columns.services, numberOf: columns.service };
  if (grouping === 'name') return { values: columns.names, numberOf: columns.name };
  if (grouping === 'kind') return { values: Object.keys(Kind), numberOf: columns.kind };
  if (grouping === 'status') return { values: Object.keys(Status), numberOf: columns.status };
  return { values: grouping.values, numberOf: grouping.index };
}

function describe(
  { columns, derived }: TraceModel,
  rows: Uint32Array,
  bins: Uint8Array,
  totalSelf: number,
): Omit<Statistics, 'value' | 'groups'> {
  const sorted = new Float64Array(rows.length);
  const histogram = new Uint32Array(HISTOGRAM_BINS);
  let errors = 0;
  let total = 0;
  let self = 0;
  for (let index = 0; index < rows.length; index++) {
    const row = rows[index];
    const duration = columns.duration[row];
    sorted[index] = duration;
    histogram[bins[row]]++;
    total += duration;
    self += derived.self[row];
    if (columns.status[row] === Status.error) errors++;
  }
  sorted.sort();
  return {
    count: rows.length,
    errors,
    total,
    self,
    average: total / rows.length,
    p50: quantile(sorted, 0.5),
    p90: quantile(sorted, 0.9),
    p99: quantile(sorted, 0.99),
    max: sorted[sorted.length - 1],
    share: totalSelf > 0 ? self / totalSelf : 0,
    histogram,
  };
}

/** For each counted row its bin: a logarithm is dear, and each row is in a group and in one within it. */
function binsOf({ columns }: TraceModel, rows: Uint32Array, { min, max }: { min: number; max: number }): Uint8Array {
  const bins = new Uint8Array(columns.count);
  const factor = HISTOGRAM_BINS / Math.log(max / min);
  // Spans that take no time are in the first bin, and all are when they take the same.
  if (!Number.isFinite(factor)) return bins;
  for (const row of rows) {
    const duration = columns.duration[row];
    if (duration > min) bins[row] = Math.min(HISTOGRAM_BINS - 1, Math.floor(Math.log(duration / min) * factor));
  }
  return bins;
}
