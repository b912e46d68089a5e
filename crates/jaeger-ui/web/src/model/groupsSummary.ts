// Spans that stand for many. The collector's span pruning processor puts equal siblings together and sends one span
// in their place, which spans the time of all of them and says in `aggregation.*` how many they were and how long they
// took. Slow ones may be kept beside it; they name the span that stands for the others.

import { count, duration } from './format';
import type { Attributes, Value } from './span';
import { valueText } from './value';

const PREFIX = 'aggregation.';

export interface SpanSummary {
  /** Spans in its place. */
  count: number;
  /** ns; what the collector did not say is undefined. */
  min?: number;
  median?: number;
  average?: number;
  max?: number;
  total?: number;
  /** How many took how long: the highest duration of each part, the last part has none. */
  parts: { upTo?: number; count: number }[];
  /** Ids of spans that were kept because they took longer than the others. */
  kept: string[];
  /** What the collector found out of attributes, in its own words. */
  notes: { key: string; text: string }[];
}

export function isSummary(attributes: Attributes): boolean {
  return attributes.some(({ key, value }) => key === `${PREFIX}is_summary` && valueText(value) === 'true');
}

/** Undefined for spans that stand for themselves, and for those that do not say for how many they stand. */
export function summaryOf(attributes: Attributes): SpanSummary | undefined {
  const values = new Map<string, Value>();
  for (const { key, value } of attributes) {
    if (key.startsWith(PREFIX) && !values.has(key.slice(PREFIX.length))) values.set(key.slice(PREFIX.length), value);
  }
  const number = (name: string) => numberOf(values.get(name));
  const spans = number('span_count');
  if (!isSummary(attributes) || spans === undefined || spans < 1) return undefined;
  return {
    count: Math.round(spans),
    min: number('duration_min_ns'),
    median: number('duration_median_ns'),
    average: number('duration_avg_ns'),
    max: number('duration_max_ns'),
    total: number('duration_total_ns'),
    parts: partsOf(values.get('histogram_bucket_bounds_s'), values.get('histogram_bucket_counts')),
    kept: listOf(values.get('preserved_outlier_span_ids')).filter((id) => typeof id === 'string' && /^[0-9a-f]{16}$/i.test(id)) as string[],
    notes: NOTES.flatMap(({ name, key }) => (values.has(name) ? [{ key, text: valueText(values.get(name) ?? '') }] : [])),
  };
}

/** Of a slow span that was kept: the id of the span that stands for the others. */
export function summaryBeside(attributes: Attributes): string | undefined {
  const found = attributes.find(({ key }) => key === `${PREFIX}summary_span_id`)?.value;
  return typeof found === 'string' && /^[0-9a-f]{16}$/i.test(found) ? found.toLowerCase() : undefined;
}

const NOTES = [
  { name: 'outlier_correlated_attributes', key: 'Slow ones have' },
  { name: 'diverse_attributes', key: 'Values left out of' },
  { name: 'missing_attributes', key: 'Not all had' },
];

function numberOf(value: Value | undefined): number | undefined {
  if (typeof value !== 'number' && typeof value !== 'bigint' && typeof value !== 'string') return undefined;
  const number = value === '' ? Number.NaN : Number(value);
  return Number.isFinite(number) && number >= 0 ? number : undefined;
}

function listOf(value: Value | undefined): Value[] {
  return Array.isArray(value) ? value : [];
}

/** The counts are of everything up to a bound; here each span is counted once. Bounds are in seconds. */
function partsOf(bounds: Value | undefined, counts: Value | undefined): SpanSummary['parts'] {
  const upTo = listOf(bounds).map(numberOf);
  const sums = listOf(counts).map(numberOf);
  if (sums.length !== upTo.length + 1 || upTo.includes(undefined) || sums.includes(undefined)) return [];
  return sums.map((sum = 0, part) => {
    const bound = upTo[part];
    return { upTo: bound === undefined ? undefined : bound * 1e9, count: Math.max(0, sum - (sums[part - 1] ?? 0)) };
  });
}

/** `8 spans: shortest 4 ms, median 9 ms, longest 60 ms, 139 ms in all` */
export function summaryText({ count: spans, min, median, average, max, total }: SpanSummary): string {
  const times = [
    ['shortest', min],
    ['median', median],
    ['average', median === undefined ? average : undefined],
    ['longest', max],
  ] as const;
  const parts = times.flatMap(([word, nanos]) => (nanos === undefined ? [] : [`${word} ${duration(nanos)}`]));
  if (total !== undefined) parts.push(`${duration(total)} in all`);
  return `${count(spans)} ${spans === 1 ? 'span' : 'spans'}${parts.length > 0 ? ': ' : ''}${parts.join(', ')}`;
}
