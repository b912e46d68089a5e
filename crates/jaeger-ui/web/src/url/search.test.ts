import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { mergeQuery } from './codec';
import { lookbackFor, lookbackMicros } from './lookback';
import { emptySearch, freeze, isBareSearch, rangeOf, searchCodec, searchHref, SORTS } from './search';
import type { SearchState } from './search';

const read = (query: string) => searchCodec.decode(new URLSearchParams(query));

describe('parameters of Jaeger', () => {
  test.each<[string, Partial<SearchState>]>([
    ['', {}],
    ['service=shop', { service: 'shop' }],
    ['service=__all_services__', { service: undefined }],
    ['operation=GET%20/x', { operation: 'GET /x' }],
    ['operation=__all_operations__', { operation: undefined }],
    ['operation=all', { operation: undefined }],
    ['start=1700000000000000&end=17000000036000000001', { start: 1_700_000_000_000_000, lookback: 'custom' }],
    [
      'start=1700000000000000&end=1700000600000000&lookback=custom',
      { start: 1_700_000_000_000_000, end: 1_700_000_600_000_000, lookback: 'custom' },
    ],
    [
      'start=1700000000000000&end=1700000600000000',
      { start: 1_700_000_000_000_000, end: 1_700_000_600_000_000, lookback: '15m' },
    ],
    ['lookback=2d', { lookback: '2d' }],
    ['lookback=soon', { lookback: '1h' }],
    ['limit=100', { limit: 100 }],
    ['limit=99999', { limit: 1500 }],
    ['limit=0', { limit: 1 }],
    ['limit=abc', { limit: 20 }],
    ['minDuration=1.2s&maxDuration=3s', { spanDurationMin: '1.2s', spanDurationMax: '3s' }],
    ['tags={"error":"true","http.status":"500"}', { tags: 'error=true http.status=500' }],
    ['tags={"msg":"two words"}', { tags: 'msg="two words"' }],
    ['tags={"n":5}', { tags: 'n=5' }],
    ['tags=error%3Dtrue', { tags: 'error=true' }],
    ['tag=error:true&tag=a:b:c', { tags: 'error=true a=b:c' }],
    ['tag=nonsense', { tags: undefined }],
    ['traceID=abc&traceID=def', { traceIds: ['abc', 'def'] }],
    ['span=s1@t1&span=s2%20s3@t2&span=s4@t1', { spanLinks: { t1: 's1 s4', t2: 's2 s3' } }],
    ['span=broken&span=x@', { spanLinks: undefined }],
    ['view=ddg', { ddg: true, view: 'table' }],
  ])('%s', (query, part) => expect(read(query)).toEqual({ ...emptySearch, ...part }));
});

describe('our own', () => {
  test.each<[string, Partial<SearchState>]>([
    ['q={status%3Derror}', { q: '{status=error}' }],
    ['minTraceDuration=300ms&maxTraceDuration=2s', { traceDurationMin: '300ms', traceDurationMax: '2s' }],
    ['errors=1', { errorsOnly: true }],
    ['sort=duration_desc', { sort: 'duration_desc' }],
    ['sort=nonsense', { sort: 'start_desc' }],
    ['view=cards', { view: 'cards' }],
    ['cols=http.status,span.a%5C,b', { cols: ['http.status', 'span.a,b'] }],
    ['facet=version&facet=resource.a,b', { facets: ['version', 'resource.a,b'] }],
    ['facet=1&facet=&facet=2&facet=3&facet=4&facet=5&facet=6', { facets: ['1', '2', '3', '4', '5'] }],
    ['live=1', { live: true }],
    ['selected=a,b', { selected: ['a', 'b'] }],
  ])('%s', (query, part) => expect(read(query)).toEqual({ ...emptySearch, ...part }));
});

test('parameters that nobody here knows stay', () => {
  const query = mergeQuery(searchCodec, '?uiEmbed=v0&service=a&hash=x', { ...emptySearch, service: 'b' });
  expect(query).toBe('?service=b&lookback=1h&uiEmbed=v0&hash=x');
});

test('an address is cut between parameters', () => {
  const href = searchHref({ service: 'a', tags: `k=${'v'.repeat(8000)}`, operation: 'b' });
  expect(href.length).toBeLessThan(7100);
  expect(href).toBe('/search?service=a&operation=b&lookback=1h');
});

test('attributes with a key twice are kept as typed', () => {
  expect(read(searchHref({ tags: 'a=1 a=2' }).slice(8)).tags).toBe('a=1 a=2');
  expect(read(searchHref({ tags: 'a="not complete' }).slice(8)).tags).toBe('a="not complete');
});

test('an address without anything is bare', () => {
  expect(isBareSearch(new URLSearchParams('uiEmbed=v0'))).toBe(true);
  expect(isBareSearch(new URLSearchParams('service=a'))).toBe(false);
});

describe('time', () => {
  const now = 1_700_000_000_000_000;
  const hour = 3_600_000_000;

  test('ranges', () => {
    expect(rangeOf({ lookback: '1h' }, now)).toEqual({ start: now - hour, end: now });
    expect(rangeOf({ lookback: '1h', start: 5, end: 9 }, now)).toEqual({ start: 5, end: 9 });
    expect(rangeOf({ lookback: '2h', end: now - hour }, now)).toEqual({ start: now - 3 * hour, end: now - hour });
    expect(rangeOf({ lookback: '2h', start: now - hour }, now)).toEqual({ start: now - hour, end: now });
    expect(rangeOf({ lookback: 'custom' }, now)).toEqual({ start: now - hour, end: now });
  });

  test('a frozen search keeps its range', () => {
    const state = freeze({ ...emptySearch, lookback: '2h' }, now);
    expect(read(searchHref(state).slice(8))).toEqual(state);
  });

  test.each([
    ['5m', 300e6],
    ['1h', 3600e6],
    ['4w', 2_419_200e6],
    ['custom', undefined],
    ['0h', undefined],
    ['1y', undefined],
  ])('%s', (word, micros) => expect(lookbackMicros(word)).toBe(micros));

  test.each([
    [1, '5m'],
    [hour, '1h'],
    [hour + 1, '2h'],
    [40 * 86_400e6, 'custom'],
    [-1, 'custom'],
  ])('%d µs is shown as %s', (micros, word) => expect(lookbackFor(micros)).toBe(word));
});

test('every state survives its address', () => {
  const text = fc.option(fc.string({ minLength: 1, maxLength: 40, unit: 'grapheme' }), { nil: undefined });
  const texts = fc.option(fc.array(fc.string({ minLength: 1, maxLength: 20 }), { minLength: 1, maxLength: 5 }), { nil: undefined });
  const moment = fc.option(fc.nat(), { nil: undefined });
  const state: fc.Arbitrary<SearchState> = fc.record({
    q: text, filter: text, traceDurationMin: text, traceDurationMax: text, spanDurationMin: text, spanDurationMax: text,
    service: text.filter((word) => word !== '__all_services__'),
    operation: text.filter((word) => word !== 'all' && word !== '__all_operations__'),
    tags: fc.constantFrom(undefined, 'a=b', 'a=b "c d"="e f"', 'broken="', 'e', 'a= ', '2=x 1=y'),
    errorsOnly: fc.boolean(), start: moment, end: moment,
    lookback: fc.constantFrom('5m', '1h', '2d', 'custom'),
    limit: fc.integer({ min: 1, max: 1500 }), sort: fc.constantFrom(...SORTS),
    view: fc.constantFrom('table' as const, 'cards' as const), ddg: fc.constant(false),
    cols: texts, facets: texts, live: fc.boolean(), selected: texts, traceIds: texts, spanLinks: fc.constant(undefined),
  });
  fc.assert(fc.property(state, (given) => void expect(read(searchHref(given).slice(8))).toEqual(given)));
});

test('no query at all makes it throw', () => {
  fc.assert(fc.property(fc.string(), (query) => void read(query)));
  const pair = fc.tuple(fc.constantFrom(...searchCodec.keys), fc.string());
  fc.assert(fc.property(fc.array(pair), (pairs) => void searchCodec.decode(new URLSearchParams(pairs))));
});
