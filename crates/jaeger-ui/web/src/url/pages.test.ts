import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { basePath, queryText, setBasePath, withBase } from './base';
import { mergeQuery } from './codec';
import type { Codec } from './codec';
import { comparedIds, compareCodec, compareHref, emptyCompare } from './compare';
import { dependenciesCodec, dependenciesHref, emptyDependencies } from './dependencies';
import { readEmbed } from './embed';
import { emptyMonitor, monitorCodec, monitorHref } from './monitor';
import { emptyPaths, pathsCodec, pathsHref } from './paths';
import { emptyQuality, qualityCodec, qualityHref } from './quality';
import { decodeSvcFilter, encodeSvcFilter } from './svcFilter';
import { emptyTrace, isExact, traceCodec, traceHref } from './trace';
import { asTraceId, shortTraceId, traceIdOfPath } from './traceId';

/** Each row: an address, what it means, and how it is written, where that differs. */
function table<S extends object>(codec: Codec<S>, empty: S, rows: [string, Partial<S>, string?][]): void {
  test.each(rows)('%s', (query, part, written) => {
    const state = codec.decode(new URLSearchParams(query));
    expect(state).toEqual({ ...empty, ...part });
    expect(mergeQuery(codec, '', state)).toBe(`?${written ?? query}`.replace(/^\?$/, ''));
  });
}

describe('trace', () => {
  table(traceCodec, emptyTrace, [
    ['', {}],
    ['uiFind=error', { uiFind: 'error' }],
    ['svcFilter=ab12.3f', { svcFilter: 'ab12.3f' }],
    ['svc=cart,shop', { services: ['cart', 'shop'] }],
    ['view=flame&fl=heavy', { view: 'flame', fl: 'heavy' }],
    ['view=nonsense', {}, ''],
    ['sel=00f067aa0ba902b7', { sel: '00f067aa0ba902b7' }],
    ['sel=F067AA0BA902B7', { sel: '00f067aa0ba902b7' }, 'sel=00f067aa0ba902b7'],
    ['sel=nonsense', {}, ''],
    ['z=100-2000', { zoom: [100, 2000] }],
    ['z=2000-100', {}, ''],
    ['only=errors,slow', { pills: ['errors', 'slow'] }],
    ['only=slow,nonsense', { pills: ['slow'] }, 'only=slow'],
    ['flt=duration+%3E+1s&fm=hide', { filter: 'duration > 1s', filterMode: 'hide' }],
    ['depth=2&collapseBelow=100ms', { depth: 2, collapseBelow: '100ms' }],
    ['toggle=0000000000000001,0000000000000002', { collapsed: ['0000000000000001', '0000000000000002'] }],
    ['group=0&gaps=1', { group: false, gaps: true }],
    ['group=1', {}, ''],
    ['bars=0', { bars: false }],
    ['color=attr:http.status', { color: 'attr:http.status' }],
    ['root=00f067aa0ba902b7&panel=inline&raw=1', { root: '00f067aa0ba902b7', panel: 'inline', raw: true }],
    ['view=stats&by=service&then=attr:a&sort=-total', { view: 'stats', by: 'service', then: 'attr:a', sort: '-total' }],
    ['view=graph&gdir=right&gcolor=errors', { view: 'graph', gdir: 'right', gcolor: 'errors' }],
    ['view=graph&node=12', { view: 'graph', node: 12 }],
    ['view=flame&fl=heavy&fz=100-2500', { view: 'flame', fl: 'heavy', flameZoom: [100, 2500] }],
    ['view=events&evt=timeout+retry', { view: 'events', eventText: 'timeout retry' }],
    ['view=events&ev=7', { view: 'events', event: 7 }],
    ['view=graph&draw=1', { view: 'graph', drawsMore: true }],
    ['view=json&jf=jaeger', { view: 'json', jsonFormat: 'jaeger' }],
    ['view=genai&mt=plain', { view: 'genai', messageText: 'plain' }],
    ['view=spans&cols=a,b', { view: 'spans', cols: ['a', 'b'] }],
  ]);

  test('fifty toggles fit, the rest does not', () => {
    const collapsed = Array.from({ length: 60 }, (_, n) => n.toString(16).padStart(16, '0'));
    const href = traceHref('abc', { collapsed });
    expect(traceCodec.decode(new URLSearchParams(href.split('?')[1])).collapsed).toEqual(collapsed.slice(0, 50));
    expect(isExact({ ...emptyTrace, collapsed })).toBe(false);
  });

  test('an id may hold anything', () => expect(traceHref('a/b+c==')).toBe('/trace/a%2Fb%2Bc%3D%3D'));
});

describe('compare', () => {
  table(compareCodec, emptyCompare, [
    ['', {}],
    ['cohort=a&cohort=b', { cohort: ['a', 'b'] }],
    ['cm=split&scale=own&sel=x&uiFind=err', { mode: 'split', scale: 'own', sel: 'x', uiFind: 'err' }],
    ['only=1&sort=-self&fold=3,15', { only: true, sort: '-self', folded: ['3', '15'] }],
    ['cm=structure&view=graph', { mode: 'structure', view: 'graph' }],
  ]);

  test.each([
    ['a...b', { a: 'a', b: 'b' }],
    ['...b', { a: undefined, b: 'b' }],
    ['a...', { a: 'a', b: undefined }],
    ['...', { a: undefined, b: undefined }],
    ['abc', undefined],
  ])('%s', (id, ids) => expect(comparedIds(id)).toEqual(ids));

  test('links', () => {
    expect(compareHref('a', undefined, ['a', 'c'])).toBe('/trace/a...?cohort=a&cohort=c');
    expect(compareHref('a', 'b', undefined, { mode: 'structure' })).toBe('/trace/a...b?cm=structure');
  });
});

describe('monitor', () => {
  table(monitorCodec, emptyMonitor, [
    ['', {}],
    ['service=shop&spanKind=client&timeframe=172800000', { service: 'shop', spanKind: 'client', timeframe: 172_800_000 }],
    ['spanKind=nonsense&timeframe=-5', {}, ''],
    ['start=1000&end=2000', { start: 1000, end: 2000 }],
    ['start=2000&end=1000', {}, ''],
    ['uiFind=check', { uiFind: 'check' }],
    ['cmp=week&quantile=0.99&op=GET+/', { compare: 'week', quantile: '0.99', operation: 'GET /' }],
    ['services=a,b&sort=-impact', { services: ['a', 'b'], sort: '-impact' }],
  ]);
  test('a link', () => expect(monitorHref({ service: 'a b' })).toBe('/monitor?service=a+b'));
});

describe('dependencies', () => {
  table(dependenciesCodec, emptyDependencies, [
    ['', {}],
    ['uiFind=shop', { uiFind: 'shop' }],
    ['view=matrix&focus=shop&up=1&down=2', { view: 'matrix', focus: 'shop', up: 1, down: 2 }],
    ['layout=force&min=10&top=50&metric=errors', { layout: 'force', min: 10, top: 50, metric: 'errors' }],
    ['start=1&end=2', { start: 1, end: 2 }],
    ['lookback=7d', { lookback: '7d' }],
    ['lookback=nonsense', {}, ''],
  ]);

  test('a link', () => expect(dependenciesHref({ focus: 'a' })).toBe('/dependencies?focus=a'));
});

describe('paths', () => {
  table(pathsCodec, emptyPaths, [
    ['', {}],
    ['service=shop&operation=GET', { service: 'shop', operation: 'GET' }],
    ['service=shop&operation=__all_operations__', { service: 'shop' }, 'service=shop'],
    ['start=1700000000000000&end=1700000600000000', { start: 1_700_000_000_000_000, end: 1_700_000_600_000_000 }],
    ['lookback=7d', { lookback: '7d' }],
    ['lookback=nonsense', {}, ''],
    ['view=table&showOp=0', { view: 'table', showOp: false }],
    ['showOp=1', {}, ''],
    ['up=1&down=0&sel=1a2b&uiFind=db', { up: 1, down: 0, sel: '1a2b', uiFind: 'db' }],
  ]);

  test('how Jaeger UI drew stays in the address', () => {
    const before = '?service=shop&density=mc&visEncoding=1.z&hash=x&decoration=y&showOp=0';
    const state = pathsCodec.decode(new URLSearchParams(before));
    expect(mergeQuery(pathsCodec, before, { ...state, up: 2 })).toBe(
      '?service=shop&showOp=0&up=2&density=mc&visEncoding=1.z&hash=x&decoration=y',
    );
    expect(pathsHref({ service: 'a' })).toBe('/deep-dependencies?service=a');
  });
});

describe('quality', () => {
  table(qualityCodec, emptyQuality, [
    ['', {}],
    ['service=shop&lookback=24&check=parents', { service: 'shop', hours: 24, check: 'parents' }],
    ['lookback=0', {}, ''],
  ]);
  test('a link', () => expect(qualityHref({ hours: 24 })).toBe('/quality-metrics?lookback=24'));
});

test.each([
  ['', { embedded: false }],
  ['uiEmbed=v0', { embedded: true }],
  ['uiEmbed=v1&uiTimelineHideMinimap=1', { embedded: false }],
  ['uiEmbed=v0&uiTimelineHideMinimap=1&uiTimelineHideSummary=1', { embedded: true, hideMinimap: true, hideSummary: true }],
  ['uiEmbed=v0&uiTimelineCollapseTitle=1&uiTheme=dark', { embedded: true, collapseTitle: true, theme: 'dark' }],
  ['uiEmbed=v0&uiSearchHideGraph=1', { embedded: true, hideGraph: true }],
  ['uiTheme=light', { embedded: false, theme: 'light' }],
])('embedding: %s', (query, part) => {
  const none = { hideGraph: false, collapseTitle: false, hideMinimap: false, hideSummary: false, theme: undefined };
  expect(readEmbed(new URLSearchParams(query))).toEqual({ ...none, ...part });
});

describe('trace ids', () => {
  const hex = '0af7651916cd43dd8448eb211c80319c';
  test.each([
    [hex, hex],
    [hex.toUpperCase(), hex],
    [` ${hex}\n`, hex],
    ['0af76519-16cd-43dd-8448-eb211c80319c', hex],
    ['CvdlGRbNQ92ESOshHIAxnA==', hex],
    ['CvdlGRbNQ92ESOshHIAxnA', hex],
    ['8448eb211c80319c', '00000000000000008448eb211c80319c'],
    ['hEjrIRyAMZw=', '00000000000000008448eb211c80319c'],
    ['af7651916cd43dd8448eb211c80319c', hex],
    ['checkout', undefined],
    ['payment-service', undefined],
    ['abc', undefined],
    ['', undefined],
    [`${hex}0`, undefined],
  ])('%j', (text, id) => expect(asTraceId(text)).toBe(id));

  test('a path may have fewer digits', () => {
    expect(traceIdOfPath('abc')).toBe('00000000000000000000000000000abc');
    expect(traceIdOfPath('../x')).toBeUndefined();
  });

  test('short', () => {
    expect(shortTraceId(hex, 7)).toBe('0af7651');
    expect(shortTraceId('00000000000000008448eb211c80319c', 7)).toBe('8448eb2');
  });
});

describe('the filter of services', () => {
  const services = ['shop', 'db', 'cart'];

  test('a checksum and a mask over the sorted names', () => {
    expect(encodeSvcFilter(services, new Set(['cart', 'shop']))).toMatch(/^[0-9a-f]{4}\.5$/);
    expect(encodeSvcFilter(services, new Set(services))).toBeUndefined();
    expect(encodeSvcFilter(services, new Set())).toBeUndefined();
  });

  test('one that was made for other services is stale', () => {
    const text = encodeSvcFilter(services, new Set(['db'])) ?? '';
    expect(decodeSvcFilter(['db', 'shop', 'cart'], text)).toEqual({ shown: new Set(['db']) });
    expect(decodeSvcFilter([...services, 'new'], text)).toBe('stale');
    expect(decodeSvcFilter(services, text.toUpperCase())).toEqual({ shown: new Set(['db']) });
  });

  test.each(['', 'x', '1234', '1234.', '.5', '12345.5', 'abcd.xyz'])('%j filters nothing', (text) => {
    expect(decodeSvcFilter(services, text)).toBeUndefined();
  });

  test('masks that are empty, full or too long filter nothing', () => {
    const checksum = encodeSvcFilter(services, new Set(['db']))?.slice(0, 4);
    for (const mask of ['0', '7', '8', 'f'.repeat(100_000)]) {
      expect(decodeSvcFilter(services, `${checksum}.${mask}`)).toBeUndefined();
    }
  });

  test('round trip', () => {
    const names = fc.uniqueArray(fc.string(), { minLength: 2, maxLength: 80 });
    fc.assert(
      fc.property(names, fc.func(fc.boolean()), (all, choose) => {
        const shown = new Set(all.filter((name) => choose(name)));
        const text = encodeSvcFilter(all, shown);
        if (text !== undefined) expect(decodeSvcFilter(all, text)).toEqual({ shown });
        else expect([0, all.length]).toContain(shown.size);
      }),
    );
  });
});

describe('the base path', () => {
  test('starts and ends with a slash', () => {
    setBasePath('/jaeger');
    expect(basePath()).toBe('/jaeger/');
    expect(withBase('/search?a=b')).toBe('/jaeger/search?a=b');
    expect(withBase('api/v3/services')).toBe('/jaeger/api/v3/services');
    setBasePath('/');
    expect(withBase('/search')).toBe('/search');
  });

  test('whatever is written into a query is read from it again', () => {
    const pairs = fc.array(fc.tuple(fc.string({ minLength: 1, unit: 'grapheme' }), fc.string({ unit: 'grapheme' })));
    fc.assert(fc.property(pairs, (given) => void expect([...new URLSearchParams(queryText(given))]).toEqual(given)));
  });

  test('half a surrogate pair does not throw', () => expect(queryText([['a', '\ud800']])).toBe('?a=%EF%BF%BD'));
});
