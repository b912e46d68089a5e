import { describe, expect, it } from 'vitest';

import { Flag } from './columns';
import { findGroups } from './groups';
import { isSummary, summaryBeside, summaryOf } from './groupsSummary';
import type { Value } from './span';
import { modelOf } from './testTraces';

const attributes = (values: Record<string, Value>) =>
  Object.entries(values).map(([name, value]) => ({ key: `aggregation.${name}`, value }));

const WHOLE = {
  is_summary: true,
  span_count: 8,
  duration_min_ns: 4_000_000,
  duration_median_ns: 9_000_000,
  duration_avg_ns: 17_375_000,
  duration_max_ns: 60_000_000,
  duration_total_ns: 139_000_000,
};

describe('a span that stands for many', () => {
  it('says how many they were and how long they took', () => {
    expect(summaryOf([{ key: 'db.system', value: 'postgresql' }, ...attributes(WHOLE)])).toEqual({
      count: 8,
      min: 4_000_000,
      median: 9_000_000,
      average: 17_375_000,
      max: 60_000_000,
      total: 139_000_000,
      parts: [],
      kept: [],
      notes: [],
    });
  });

  it('counts each span of its histogram once', () => {
    const histogram = { histogram_bucket_bounds_s: [0.005, 0.01, 0.1], histogram_bucket_counts: [1, 4, 7, 8] };
    expect(summaryOf(attributes({ ...WHOLE, ...histogram }))?.parts).toEqual([
      { upTo: 5_000_000, count: 1 },
      { upTo: 10_000_000, count: 3 },
      { upTo: 100_000_000, count: 3 },
      { upTo: undefined, count: 1 },
    ]);
    const broken = { ...histogram, histogram_bucket_counts: [1, 4] };
    expect(summaryOf(attributes({ ...WHOLE, ...broken }))?.parts).toEqual([]);
  });

  it('names the slow ones that were kept, and what was lost', () => {
    const summary = summaryOf(
      attributes({
        ...WHOLE,
        preserved_outlier_span_ids: ['00f067aa0ba902b7', 'javascript:alert(1)', 7],
        diverse_attributes: 'db.namespace(3)',
      }),
    );
    expect(summary?.kept).toEqual(['00f067aa0ba902b7']);
    expect(summary?.notes).toEqual([{ key: 'Values left out of', text: 'db.namespace(3)' }]);
    expect(summaryBeside(attributes({ is_preserved_outlier: true, summary_span_id: '00F067AA0BA902B7' }))).toBe('00f067aa0ba902b7');
    expect(summaryBeside(attributes(WHOLE))).toBeUndefined();
  });

  it('may have passed through a format that knows only text', () => {
    expect(summaryOf(attributes({ is_summary: 'true', span_count: '31', duration_max_ns: '5' }))).toMatchObject({ count: 31, max: 5 });
  });

  it.each<[string, Record<string, Value>]>([
    ['no mark', { ...WHOLE, is_summary: false }],
    ['another value for the mark', { ...WHOLE, is_summary: 1 }],
    ['no count', { is_summary: true }],
    ['a count of nothing', { ...WHOLE, span_count: 0 }],
    ['a count that is none', { ...WHOLE, span_count: 'many' }],
  ])('is not one with %s', (_, values) => expect(summaryOf(attributes(values))).toBeUndefined());

  it('is marked in the columns of a document, and stays out of groups of equal siblings', () => {
    const equal = Array.from({ length: 6 }, (_, at) => ({
      id: `1${at}`,
      parent: 'a',
      name: 'SELECT',
      start: at * 10,
      duration: 5,
      attributes: at === 2 ? { 'aggregation.is_summary': true, 'aggregation.span_count': 8 } : undefined,
    }));
    const model = modelOf([{ id: 'a', start: 0, duration: 100 }, ...equal]);
    expect([...model.columns.flags].map((flags) => flags & Flag.summary)).toEqual([0, 0, 0, Flag.summary, 0, 0, 0]);
    expect(isSummary(attributes(WHOLE))).toBe(true);
    expect(findGroups(model).list.map(({ rows }) => [...rows])).toEqual([[1, 2, 4, 5, 6]]);
  });
});
