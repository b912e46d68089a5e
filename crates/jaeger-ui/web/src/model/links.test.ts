import { describe, expect, test } from 'vitest';

import { compileLinks, safeHref } from './links';
import type { LinkPattern, LinkScope } from './links';
import type { SpanDetail } from './span';

const span = (spanId: string, attributes: Record<string, string | number>, resource = {}): SpanDetail => ({
  traceId: '0af7651916cd43dd8448eb211c80319c',
  spanId,
  parentSpanId: '',
  traceState: '',
  name: 'GET /checkout',
  service: 'shop',
  kind: 2,
  startUnixNano: 1_700_000_000_000_000_000n,
  durationNano: 1_500_000,
  status: { code: 0, message: '' },
  attributes: Object.entries(attributes).map(([key, value]) => ({ key, value })),
  resource: Object.entries(resource).map(([key, value]) => ({ key, value: String(value) })),
  scope: { name: '', version: '', attributes: [] },
  events: [],
  links: [],
  warnings: [],
});

const scope: LinkScope = {
  spans: [span('00f067aa0ba902b7', { 'user.id': 'a b' }, { 'k8s.pod': 'pod-1' }), span('01', { tenant: 'acme' })],
  trace: {
    traceId: '0af7651916cd43dd8448eb211c80319c',
    name: 'shop: GET /checkout',
    startUnixNano: 1_700_000_000_000_000_000n,
    durationNano: 2_000_000_000,
  },
};

const attributeLink = (pattern: Partial<LinkPattern>, key = 'user.id', value = 'a b') =>
  compileLinks([{ type: 'tags', url: 'https://x/', text: 'x', ...pattern }]).ofAttribute('attributes', key, value, scope);

describe('matchers', () => {
  test.each([
    ['a text', 'user.id', true],
    ['another text', 'user', false],
    ['a list', ['x', 'user.id'], true],
    ['an expression', /^user\./, true],
    ['an expression with memory', /user/g, true],
    ['a function', (text: string) => text.length === 7, true],
    ['a function that fails', () => { throw new Error('no'); }, false],
    ['nothing', undefined, true],
  ])('%s', (_, key, found) => {
    const links = compileLinks([{ type: 'tags', key, url: 'https://x/', text: 'x' }]);
    for (let times = 0; times < 2; times++) {
      expect(links.ofAttribute('attributes', 'user.id', 'v', scope)).toHaveLength(found ? 1 : 0);
    }
  });

  test('values are matched as text', () => {
    const links = compileLinks([{ type: 'attributes', value: '200', url: 'https://x/', text: 'x' }]);
    expect(links.ofAttribute('tags', 'status', 200, scope)).toHaveLength(1);
    expect(links.ofAttribute('tags', 'status', 200n, scope)).toHaveLength(1);
    expect(links.ofAttribute('resource', 'status', 200, scope)).toHaveLength(0);
  });
});

describe('templates', () => {
  test.each([
    ['https://x/#{user.id}', 'https://x/a%20b'],
    ['https://x/#{k8s.pod}', 'https://x/pod-1'],
    ['https://x/#{tenant}', 'https://x/acme'],
    ['https://x/#{spanID}/#{operationName}', 'https://x/00f067aa0ba902b7/GET%20%2Fcheckout'],
    ['https://x/#{startTime}/#{duration}', 'https://x/1700000000000000/1500'],
    ['https://x/#{trace.traceID}/#{trace.duration}', 'https://x/0af7651916cd43dd8448eb211c80319c/2000000'],
    ['https://x/#{trace.startTime}-#{trace.endTime}', 'https://x/1700000000000000-1700000002000000'],
    ['https://x/#{trace.traceName}', 'https://x/shop%3A%20GET%20%2Fcheckout'],
    ['https://x/#{startTime | epoch_micros_to_date_iso}', 'https://x/2023-11-14T22%3A13%3A20.000Z'],
    ['https://x/#{startTime | add -20000000 | epoch_micros_to_date_iso}', 'https://x/2023-11-14T22%3A13%3A00.000Z'],
    ['https://x/#{duration | pad_start 8 0}', 'https://x/00001500'],
    ['/local?q=#{tenant}', '/local?q=acme'],
  ])('%s', (url, href) => expect(attributeLink({ url })).toEqual([{ href, text: 'x' }]));

  test.each([
    ['https://x/#{unknown}'],
    ['https://x/#{trace.unknown}'],
    ['https://x/#{duration | no_such_pipe}'],
    ['https://x/#{user.id | add 5}'],
    ['javascript:alert(1)'],
    ['//evil/'],
    ['#{user.id}'],
  ])('%s gives no link', (url) => expect(attributeLink({ url })).toEqual([]));

  test('text is not encoded', () => {
    expect(attributeLink({ text: 'User #{user.id}' })[0].text).toBe('User a b');
  });
});

test('links of a trace and of a span', () => {
  const links = compileLinks([
    { type: 'traces', url: 'https://t/#{trace.traceID}', text: 'Logs' },
    { type: 'spans', url: 'https://s/#{serviceName}?from=#{startTime}&to=#{endTime}', text: 'Metrics of #{serviceName}' },
  ]);
  expect(links.of('traces', { trace: scope.trace })).toHaveLength(1);
  expect(links.of('spans', scope)).toEqual([
    { href: 'https://s/shop?from=1700000000000000&to=1700000000001500', text: 'Metrics of shop' },
  ]);
});

test('broken patterns are left out', () => {
  const broken = [null, {}, { type: 'tags', url: 5, text: 'x' }] as unknown as LinkPattern[];
  expect(compileLinks(broken).ofAttribute('tags', 'a', 'b', scope)).toEqual([]);
});

test.each([
  ['https://example.com/a', 'https://example.com/a'],
  [' http://example.com ', 'http://example.com/'],
  ['mailto:a@example.com', 'mailto:a@example.com'],
  ['javascript:alert(1)', undefined],
  [' java\nscript:alert(1)', undefined],
  ['JaVaScRiPt:alert(1)', undefined],
  ['\u0000javascript:alert(1)', undefined],
  ['data:text/html,<script>', undefined],
  ['vbscript:x', undefined],
  ['blob:https://x/1', undefined],
  ['file:///etc/passwd', undefined],
  ['/path', undefined],
  ['not a link', undefined],
  [`https://x/${'a'.repeat(100_000)}`, undefined],
])('%j is %j', (text, href) => expect(safeHref(text)).toBe(href));
