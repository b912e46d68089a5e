// @vitest-environment jsdom

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

import { buildTrace } from '../build';
import { toModel } from '../derive';
import { findGroups } from '../groups';
import { prune } from '../pruned';
import { visibleRows } from '../rows';
import { spanOf, START, TRACE_ID } from '../testTraces';
import type { SpanText } from '../testTraces';
import { data, escape } from './escape';
import type { SnapshotFacts } from './facts';
import { linesOf } from './lines';
import type { Shown } from './lines';
import { colorsOf } from './style';
import { SnapshotWriter } from './writer';

const tokens = readFileSync('src/ui/tokens.css', 'utf8');
const words = { attributes: 'Attributes', resource: 'Resource', events: 'Events', links: 'Links' };

const SMALL: SpanText[] = [
  { id: '1', service: 'shop', name: 'GET /', start: 0, duration: 100e6, attributes: { tenant: 'acme' } },
  { id: '2', parent: '1', service: 'shop', name: 'charge', start: 10e6, duration: 60e6, kind: 3 },
  { id: '3', parent: '2', service: 'bank', name: 'POST /charge', start: 12e6, duration: 50e6, error: true,
    events: [{ name: 'retry', time: 20e6, attributes: { attempt: '2' } }] },
  { id: '4', parent: '1', service: 'mail', name: 'send', start: 80e6, duration: 5e6 },
];

interface Options extends Partial<SnapshotFacts> {
  shown?: Partial<Shown>;
  most?: number;
  room?: number;
}

/** The file of some spans, as a browser reads it. */
function saved(spans: SpanText[], { shown, most, room, ...facts }: Options = {}) {
  const built = buildTrace(TRACE_ID, spans.map(spanOf));
  const model = toModel(built.columns);
  const rules = { collapsed: new Set<number>(), ...shown?.rules };
  const root = facts.root ?? -1;
  const codes = shown?.codes ?? visibleRows(model, { ...rules, root: root < 0 ? undefined : root, groups: shown?.groups, pruned: shown?.pruned });
  const lines = linesOf(model, { gaps: [], ...shown, codes, rules, root }, most);
  const writer = new SnapshotWriter(
    {
      model, service: 'shop', name: 'GET /', findings: [], rows: codes.length, root, carries: true, words, zone: 'UTC',
      savedAtUnixNano: START, tokens, ...facts,
    },
    room,
  );
  for (const line of lines) writer.add(line, line.is === 'span' ? built.spans[line.row] : undefined);
  const html = writer.finish().join('');
  const page = new DOMParser().parseFromString(html, 'text/html');
  const texts = (selector: string) => Array.from(page.querySelectorAll(selector), (one) => one.textContent);
  return { html, page, texts, notes: texts('.notes li') };
}

const names = (page: Document) => Array.from(page.querySelectorAll('.line .name > bdi'), (one) => one.textContent);

describe('a small trace', () => {
  const { html, page, texts, notes } = saved(SMALL, {
    findings: [{ text: 'bank POST /charge failed.', isProblem: true }, { text: '60 % in charge', isProblem: false }],
    address: 'https://traces.example/jaeger/trace/1?a=1&b=2',
  });

  test('its figures, findings and services', () => {
    expect(page.querySelector('h1')?.textContent).toBe('shop GET /');
    expect(page.title).toBe('shop: GET /');
    const figures = page.querySelector('header .figures')?.textContent;
    for (const figure of [TRACE_ID, '100 ms', 'Spans4', 'Errors1', 'Services3', 'Depth3', '2023-11-14 22:13:20.000000000 UTC']) {
      expect(figures).toContain(figure);
    }
    expect(texts('.findings li')).toEqual(['Failed: bank POST /charge failed.', '60 % in charge']);
    expect(texts('tbody th').map((text) => text?.trim())).toEqual(['bank', 'shop', 'mail']);
    expect(notes).toEqual([]);
  });

  test('the rows lie in each other as the spans do', () => {
    expect(names(page)).toEqual(['GET /', 'charge', 'POST /charge', 'send']);
    const nested = page.querySelectorAll('main > section > ol > li > ol > li > ol > li');
    expect(nested).toHaveLength(1);
    expect(nested[0].textContent).toContain('POST /charge');
    expect(page.querySelectorAll('main > section > ol > li > ol > li')).toHaveLength(2);
  });

  test('each with its times and a bar of them', () => {
    const cells = Array.from(page.querySelectorAll('summary')[2].children, (cell) => cell.textContent);
    expect(cells).toEqual([expect.stringContaining('failed'), 'starts at 12 ms', 'lasts 50 ms', '']);
    expect(page.querySelectorAll('.bar')[2].getAttribute('style')).toBe('left:min(12.000%,100% - 2px);width:50.000%');
  });

  test('what a span carries opens below its row', () => {
    const [first, , third] = page.querySelectorAll('details > .carried');
    expect(first.querySelector('.pairs')?.textContent).toBe('tenantacme');
    expect(third.querySelector('.events')?.textContent).toBe('+8 ms retryattempt2');
    expect(third.querySelector('.figures')?.textContent).toContain('Span id0000000000000003');
    // Each resource stands there once.
    expect(page.querySelectorAll('[id^=resource-]')).toHaveLength(3);
    const { hash } = first.querySelector<HTMLAnchorElement>('a[href^="#"]') ?? {};
    expect(page.querySelector(hash ?? '')?.nextElementSibling?.textContent).toBe('service.nameshop');
  });

  test('nothing is run, and nothing is loaded', () => {
    expect(page.querySelector('meta[http-equiv="Content-Security-Policy"]')?.getAttribute('content')).toBe(
      "default-src 'none'; style-src 'unsafe-inline'",
    );
    expect(page.querySelectorAll('script, link, img, iframe, [src], [onload], [onclick]')).toHaveLength(0);
    expect(html).not.toMatch(/url\(|@import|javascript:/);
    expect(texts('footer')).toEqual(['Saved 2023-11-14 22:13:20.000 from https://traces.example/jaeger/trace/1?a=1&b=2']);
  });

  test('the colours of both themes', () => {
    expect(colorsOf(tokens, ':root')).toContain('--ground: #ffffff;');
    expect(colorsOf(tokens, ":root[data-theme='dark']")).toContain('--ground: #15181d;');
    expect(html.match(/--service-9: #/g)).toHaveLength(2);
    expect(page.querySelector('style')?.textContent).toContain('prefers-color-scheme:dark');
  });
});

describe('what is not there is said', () => {
  const queries = Array.from({ length: 6 }, (_, at): SpanText => ({
    id: (at + 10).toString(16), parent: '1', name: 'SELECT', start: at * 1e6, duration: 1e6, error: at === 2,
  }));

  test('folded spans, with what failed among them', () => {
    const { page, texts, notes } = saved(SMALL, { shown: { rules: { collapsed: new Set([1]) } } });
    expect(names(page)).toEqual(['GET /', 'charge', 'send']);
    expect(texts('.tag.problem')).toEqual(['1 folded, 1 failed']);
    expect(notes).toEqual(['3 rows stand for the 4 spans, as they were folded and filtered.']);
  });

  test('equal siblings in one row', () => {
    const spans = [SMALL[0], ...queries];
    const model = toModel(buildTrace(TRACE_ID, spans.map(spanOf)).columns);
    const { texts } = saved(spans, { shown: { groups: findGroups(model) } });
    expect(texts('.line .tag')).toEqual(['×6', '1 failed', 'median 1 ms, p95 1 ms, longest 1 ms']);
  });

  test('services that are filtered out, and a part of the trace', () => {
    const model = toModel(buildTrace(TRACE_ID, SMALL.map(spanOf)).columns);
    const filtered = saved(SMALL, { shown: { pruned: prune(model, new Set(['shop', 'mail'])) } });
    expect(filtered.texts('.line.muted')).toEqual(['1 span left out by the service filter, 1 failed']);
    const part = saved(SMALL, { root: 1 });
    expect(names(part.page)).toEqual(['charge', 'POST /charge']);
    expect(part.notes[1]).toMatch(/Only one span and what is below it/);
    expect(part.page.querySelector('.bar')?.getAttribute('style')).toContain('left:min(0.000%,100% - 2px);width:100.000%');
  });

  test('rows beyond the first ones', () => {
    const { page, notes } = saved(SMALL, { most: 2 });
    expect(names(page)).toEqual(['GET /', 'charge']);
    expect(notes).toEqual(['The first 2 of 4 rows are here, as they were folded. The others are left out.']);
  });

  test('attributes, on purpose or for want of room', () => {
    const without = saved(SMALL, { carries: false });
    expect(without.notes).toEqual(['Attributes, events and links were left out on purpose.']);
    expect(without.html).not.toContain('acme');
    const full = saved(SMALL, { room: 1 });
    expect(full.notes[0]).toMatch(/^Attributes, events and links of 3 spans are left out/);
    expect(full.texts('.carried').filter((text) => text?.includes('too large'))).toHaveLength(3);
  });

  test('attributes, events and letters beyond the first ones', () => {
    const attributes = Object.fromEntries(Array.from({ length: 70 }, (_, at) => [`k${at}`, at]));
    const events = Array.from({ length: 25 }, () => ({ name: 'tick', time: 1 }));
    const { texts, html } = saved([{ id: '1', start: 0, duration: 1, attributes: { ...attributes, a: 'x'.repeat(1e6) }, events }]);
    expect(texts('.carried .muted')).toEqual(['cut, 1 MB in all', '11 more left out', '5 more left out']);
    expect(html.length).toBeLessThan(40_000);
  });
});

test('rows of any depth, in any order of levels', () => {
  const deep = Array.from({ length: 200 }, (_, at): SpanText => ({
    id: (at + 1).toString(16), parent: at === 0 ? undefined : at.toString(16), name: `n${at}`, start: at, duration: 1_000 - at,
  }));
  const { page, texts } = saved(deep);
  expect(names(page)).toHaveLength(200);
  expect(page.querySelectorAll('ol ol ol ol')).toHaveLength(58);
  expect(texts('.tag').at(-1)).toBe('level 200');
  // The first rows are hidden, so that the first that is shown lies deepest.
  const hidden = saved(SMALL, { shown: { codes: Uint32Array.of(2, 1, 3, 0) } });
  expect(names(hidden.page)).toEqual(['POST /charge', 'charge', 'send', 'GET /']);
  expect(hidden.page.querySelectorAll('section > ol > li')).toHaveLength(4);
});

const HOSTILE = [
  '</style><script>window.owned=1</script>',
  '</title><script>window.owned=1</script>',
  '"><img src=x onerror="window.owned=1">',
  `' onmouseover='window.owned=1`,
  'javascript:window.owned=1',
  '<!-- --><![CDATA[',
  '&lt;script&gt;&#x6A;',
  '\u202Eevil\u2066 שלום',
  'a\u0000b\u001b[31m\uFFFF\uD800',
  `Z${'\u0300'.repeat(400)}`,
  '__proto__',
  '',
];

test.each(HOSTILE)('%j everywhere stays text', (text) => {
  const attributes = { [text || 'none']: text };
  const span: SpanText = {
    id: '1', service: text, name: text, start: 0, duration: 1e6, kind: 2, error: true, resource: attributes,
    attributes: { ...attributes, 'http.request.method': text, 'http.response.status_code': text },
    events: [{ name: text, time: 1, attributes }], warnings: [text],
  };
  const { page, html } = saved([span, { ...span, id: '2', parent: '1' }], {
    service: text, name: text, findings: [{ text, isProblem: true }], address: text,
  });
  expect(page.querySelectorAll('script, img, iframe, svg, form, base')).toHaveLength(0);
  expect(page.querySelectorAll('style, title, main, footer')).toHaveLength(4);
  for (const element of page.querySelectorAll('*')) {
    for (const { name, value } of element.attributes) {
      expect(name).not.toMatch(/^on/);
      if (name === 'href') expect(value).toMatch(/^#resource-\d+$/);
    }
  }
  expect(html).not.toMatch(/[\u0000-\u0008\uFFFE\uFFFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])/);
  // What may turn the direction of text stands in an element of its own.
  const walk = page.createTreeWalker(page.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    if (/[\u202A-\u202E\u2066-\u2069]/.test(walk.currentNode.nodeValue ?? '')) expect(walk.currentNode.parentElement?.localName).toBe('bdi');
  }
});

test('a text is read as it was written', () => {
  const text = `<b>&amp;"'</b> שלום \t\n`;
  const page = new DOMParser().parseFromString(`<p title="${escape(text)}">${data(text)}</p>`, 'text/html');
  expect(page.querySelector('bdi')?.textContent).toBe(text);
  expect(page.querySelector('p')?.title).toBe(text);
});
