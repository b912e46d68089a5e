import type { Page } from '@playwright/test';

import { NEEDLE } from './data/big';
import { exportRequest, send, TraceWriter } from './data/otlp';
import { random } from './data/random';
import { expect, expectNoOverflow, findBox, spanRows, test, timeline, violations } from './test';

const address = (page: { url(): string }) => new URL(page.url()).searchParams;

test('a span that was found, opened and copied as a link looks the same in another tab', async ({ page, world, context }) => {
  const trace = world.shop.traces.find(({ failing, spans }) => failing && spans > 15);
  await page.goto(`${world.shop.url}/search?service=storefront&limit=1500&lookback=1h`);
  await page.goto(`${world.shop.url}/trace/${trace?.traceId}`);
  await findBox(page).fill(trace?.failing?.message ?? '');
  await expect(page.getByRole('toolbar', { name: 'Filters' }).getByRole('status').first()).toContainText(/\d/);
  await findBox(page).press('Enter');
  await page.getByRole('treegrid', { name: 'Spans' }).getByRole('row').nth(2).click();
  await expect.poll(() => address(page).get('sel')).not.toBeNull();
  await page.getByRole('button', { name: 'Copy link' }).first().click();
  const link = await page.evaluate(() => navigator.clipboard.readText());

  const second = await context.newPage();
  await second.goto(link);
  await expect(findBox(second)).toHaveValue(trace?.failing?.message ?? '');
  await expect(timeline(second).locator('[role=row][aria-selected=true]')).toHaveCount(1);
  expect(await timeline(second).locator('[role=row][aria-selected=true]').textContent()).toBe(
    await timeline(page).locator('[role=row][aria-selected=true]').textContent(),
  );
});

test('twenty-four spans are in sight on a laptop, and not many more in the page', async ({ page, world }) => {
  await page.goto(`${world.shop.url}/trace/${world.shop.big}`);
  await expect(spanRows(page).nth(23)).toBeVisible();
  const inSight = await spanRows(page).evaluateAll(
    (rows) => rows.filter((row) => row.hasAttribute('aria-level') && row.getBoundingClientRect().bottom <= innerHeight).length,
  );
  expect(inSight).toBeGreaterThanOrEqual(24);
  expect(await page.evaluate(() => document.querySelectorAll('*').length)).toBeLessThanOrEqual(3_000);
});

test('find counts what was planted and steps through it', async ({ page, world }) => {
  await page.goto(`${world.shop.url}/trace/${world.shop.big}`);
  await findBox(page).fill(NEEDLE.value);
  await expect(page.getByRole('toolbar', { name: 'Filters' }).getByRole('status').first()).toContainText(new RegExp(`\\b${NEEDLE.spans}\\b`));
  expect(address(page).get('uiFind')).toBe(NEEDLE.value);
});

test('folding is in the address and survives a reload', async ({ page, world }) => {
  await page.goto(`${world.shop.url}/trace/${world.shop.big}`);
  await expect(spanRows(page).nth(5)).toBeVisible();
  const count = () => timeline(page).getAttribute('aria-rowcount').then(Number);
  const open = await count();
  await page.keyboard.press(']');
  await expect.poll(count).toBeLessThan(open);
  const folded = await count();
  await expect(page).toHaveURL(/depth=0/);
  await page.reload();
  await expect(spanRows(page).first()).toBeVisible();
  await expect.poll(count).toBe(folded);
  await page.keyboard.press('[');
  await expect.poll(count).toBeGreaterThan(folded);
});

for (const view of ['flame', 'graph', 'stats', 'spans', 'events', 'json'] as const) {
  test(`the view ${view} opens by its tab and by its address`, async ({ page, world }) => {
    const { traceId } = world.shop.traces[0];
    await page.goto(`${world.shop.url}/trace/${traceId}`);
    const name = { flame: 'Flame', graph: 'Graph', stats: 'Statistics', spans: 'Spans', events: 'Events', json: 'JSON' }[view];
    await page.getByRole('tab', { name: new RegExp(`^${name}`) }).click();
    await expect(page).toHaveURL(new RegExp(`view=${view}`));
    const panel = page.getByRole('tabpanel');
    await expect(panel).toBeVisible();
    await page.reload();
    await expect(page.getByRole('tab', { name: new RegExp(`^${name}`) })).toHaveAttribute('aria-selected', 'true');
    await expect(panel).not.toBeEmpty();
  });
}

test('the critical path can be shown alone', async ({ page, world }) => {
  await page.goto(`${world.shop.url}/trace/${world.shop.traces[0].traceId}`);
  const pill = page.getByRole('button', { name: 'Critical path' });
  await pill.click();
  await expect(pill).toHaveAttribute('aria-pressed', 'true');
  await expect.poll(() => address(page).get('only')).toBe('critical');
  await pill.click();
  await expect(pill).toHaveAttribute('aria-pressed', 'false');
});

test('a filter of services made for another trace shows all of this one', async ({ page, world }) => {
  await page.goto(`${world.shop.url}/trace/${world.shop.traces[0].traceId}?svcFilter=beef.3`);
  await expect(spanRows(page).nth(2)).toBeVisible();
});

test('a trace can be kept in the archive', async ({ page, world }) => {
  const { traceId } = world.shop.traces[1];
  await page.goto(`${world.shop.url}/trace/${traceId}`);
  await expect(spanRows(page).first()).toBeVisible();
  const answered = page.waitForResponse((response) => response.request().method() === 'POST');
  await page.getByRole('button', { name: 'Archive' }).click();
  const answer = await answered;
  expect(answer.url()).toBe(`${world.shop.url}/api/archive/${traceId}`);
  expect(answer.status()).toBe(200);
  await expect(page.getByText('The trace is archived')).toBeVisible();
});

test('an archive that refuses says why', async ({ page, world }) => {
  await page.route('**/api/archive/**', (route) => route.fulfill({ status: 500, json: { errors: [{ code: 500, msg: 'the disk is full' }] } }));
  await page.goto(`${world.shop.url}/trace/${world.shop.traces[1].traceId}`);
  await page.getByRole('button', { name: 'Archive' }).click();
  await expect(page.getByText(/the disk is full/)).toBeVisible();
});

test('without an archive there is nothing to press', async ({ page, world }) => {
  const address = `${world.shop.url}/trace/${world.shop.traces[1].traceId}`;
  await page.route(address, async (route) => {
    const response = await route.fetch();
    const html = await response.text();
    await route.fulfill({ response, body: html.replaceAll('"archiveStorage":true', '"archiveStorage":false') });
  });
  await page.goto(address);
  await expect(spanRows(page).first()).toBeVisible();
  await expect(page.getByRole('button', { name: 'Copy link' }).first()).toBeVisible();
  await expect(page.getByRole('button', { name: 'Archive' })).toHaveCount(0);
});

test('spans without their parent are counted, and a link leads to the other trace', async ({ page, world }) => {
  await page.goto(`${world.shop.url}/trace/${world.shop.odd.orphans}`);
  await expect(page.getByText('Incomplete')).toBeVisible();
  await page.goto(`${world.shop.url}/trace/${world.shop.odd.linked}`);
  await spanRows(page).first().click();
  await page.getByRole('tab', { name: /^Links/ }).click();
  await page.getByRole('link', { name: new RegExp(world.shop.odd.orphans.slice(0, 6)) }).first().click();
  await expect(page).toHaveURL(new RegExp(world.shop.odd.orphans));
});

test('a loop of queries is one row, and a finding', async ({ page, world }) => {
  await page.goto(`${world.shop.url}/trace/${world.shop.odd.loop}`);
  await expect(timeline(page).getByText(/[×x]\s?31/).first()).toBeVisible();
  await expect(page.getByText(/31/).first()).toBeVisible();
  expect(Number(await timeline(page).getAttribute('aria-rowcount'))).toBeLessThan(10);
});

test('a part of the time can be chosen without dragging', async ({ page, world }) => {
  await page.goto(`${world.shop.url}/trace/${world.shop.big}`);
  await page.getByRole('button', { name: /^Zoom in/ }).click();
  await expect.poll(() => address(page).get('z')).toMatch(/^\d+-\d+$/);
});

test('a trace that grows offers what is new, and what was open stays open', async ({ page, world }) => {
  await page.clock.install();
  const writer = new TraceWriter(random(Date.now() % 1_000_000), BigInt(Date.now()) * 1_000_000n);
  const root = writer.add({ service: 'odd-slow', name: 'whole', start: 0, duration: 20_000_000 });
  const late = writer.spans.splice(0);
  const first = writer.add({ service: 'odd-slow', name: 'first part', parent: root, start: 0, duration: 9_000_000 });
  writer.add({ service: 'odd-proxy', name: 'on the way', parent: root, start: 1_000_000, duration: 5_000_000 });
  await send(world.otlp, writer.spans);
  // Left out by default, and shown again by the reader.
  await page.addInitScript(() => localStorage.setItem('svcFilter.defaults', '{"prunedServices":["odd-proxy"]}'));
  await page.goto(`${world.shop.url}/trace/${writer.traceId}`);
  await expect(page.getByText('Incomplete')).toBeVisible();
  await expect.poll(() => address(page).get('svcFilter')).not.toBeNull();
  await page.getByRole('button', { name: /choose which are shown/ }).click();
  await page.getByRole('button', { name: 'Show all' }).click();
  await page.keyboard.press('Escape');
  await timeline(page).getByText('first part').click();
  await expect.poll(() => address(page).get('sel')).toBe(first);

  writer.add({ service: 'odd-new', name: 'second part', parent: root, start: 9_000_000, duration: 9_000_000 });
  await send(world.otlp, [...late, ...writer.spans.slice(-1)]);
  await page.clock.fastForward(61_000);
  await expect(page.getByText('2 new spans')).toBeVisible();
  await expect(timeline(page)).not.toContainText('second part');
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  await expect(timeline(page)).toContainText('second part');
  await expect(timeline(page)).toContainText('on the way');
  await expect(page.getByText('Incomplete')).toHaveCount(0);
  await expect(timeline(page).locator('[role=row][aria-selected=true]')).toContainText('first part');
  await expect(page.getByRole('region', { name: 'Span' })).toContainText('first part');
  expect(address(page).get('sel')).toBe(first);
  expect(address(page).get('svcFilter')).toBeNull();
});

test.describe('what is done at once before the page is left is not lost', () => {
  test('by a reload', async ({ page, world }) => {
    await page.goto(`${world.shop.url}/trace/${world.shop.big}`);
    await expect(spanRows(page).nth(5)).toBeVisible();
    await page.keyboard.press(']');
    await page.reload();
    await expect(timeline(page)).toHaveAttribute('aria-rowcount', '1');
    await timeline(page).getByRole('button', { name: 'Unfold' }).first().click();
    await page.reload();
    await expect(spanRows(page).nth(1)).toBeVisible();
    expect(address(page).get('toggle')).not.toBeNull();
  });

  test('by another page and the way back', async ({ page, world }) => {
    await page.goto(`${world.shop.url}/trace/${world.shop.big}`);
    await expect(spanRows(page).nth(5)).toBeVisible();
    await findBox(page).fill('cart');
    await page.getByRole('link', { name: 'Dependencies' }).first().click();
    await expect(page).toHaveURL(/dependencies/);
    await page.goBack();
    await expect(findBox(page)).toHaveValue('cart');
  });

  test('by a link that is copied', async ({ page, world }) => {
    await page.goto(`${world.shop.url}/trace/${world.shop.big}`);
    await expect(spanRows(page).nth(5)).toBeVisible();
    await page.keyboard.press(']');
    await page.keyboard.press('y');
    await expect(page.getByText('Link copied')).toBeVisible();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toContain('depth=0');
  });
});

const STATES: [address: string, shows: (page: Page) => Promise<unknown>][] = [
  ['view=flame&fl=heavy&fz=0-1000000', (page) => expect(page.getByRole('button', { name: 'Zoom out', exact: true })).toBeVisible()],
  ['view=graph&node=1', (page) => expect(page.getByRole('tabpanel')).toContainText(/\d/)],
  ['view=events&ev=0', (page) => expect(page.getByRole('complementary', { name: 'Event' })).toBeVisible()],
  ['view=events&evt=exception', (page) => expect(page.getByRole('tabpanel').locator('input').first()).toHaveValue('exception')],
  ['view=json&jf=jaeger', (page) => expect(page.getByRole('tabpanel').getByRole('radio', { name: 'Jaeger' })).toBeChecked()],
  ['depth=1', (page) => expect(timeline(page).locator('[aria-level="3"]')).toHaveCount(0)],
  ['only=errors&fm=hide', (page) => expect(page.getByRole('button', { name: 'Errors', exact: true })).toHaveAttribute('aria-pressed', 'true')],
  ['group=0&gaps=1&color=kind&panel=inline', (page) => expect(timeline(page).getByText(/server|client/i).first()).toBeVisible()],
];

for (const [query, shows] of STATES) {
  test(`the state ${query} opens and stays`, async ({ page, world }) => {
    const failed = world.shop.traces.find(({ failing, spans }) => failing && spans > 20);
    await page.goto(`${world.shop.url}/trace/${failed?.traceId}?${query}`);
    await shows(page);
    await page.reload();
    await shows(page);
    for (const [name, value] of new URLSearchParams(query)) expect(address(page).get(name)).toBe(value);
  });
}

test('a span that stands for many is shown as a row of equal siblings is', async ({ page, world }) => {
  const writer = new TraceWriter(random(77), 1_780_000_000_000_000_000n);
  const root = writer.add({ service: 'shop', name: 'GET /list', start: 0, duration: 100_000_000, kind: 'server' });
  const many = writer.add({
    service: 'shop', name: 'SELECT items', parent: root, start: 5_000_000, duration: 80_000_000, kind: 'client',
    attributes: {
      'db.system': 'postgresql',
      'aggregation.is_summary': true,
      'aggregation.span_count': 31,
      'aggregation.duration_min_ns': 1_000_000,
      'aggregation.duration_median_ns': 2_000_000,
      'aggregation.duration_max_ns': 12_000_000,
      'aggregation.duration_total_ns': 75_000_000,
    },
  });
  writer.add({
    service: 'shop', name: 'SELECT items', parent: root, start: 40_000_000, duration: 44_000_000, kind: 'client',
    attributes: { 'aggregation.is_preserved_outlier': true, 'aggregation.summary_span_id': many },
  });
  await page.goto(`${world.empty.url}/search`);
  const buffer = Buffer.from(JSON.stringify(exportRequest(writer.spans)));
  await page.locator('input[type=file]').first().setInputFiles({ name: 'pruned.json', mimeType: 'application/json', buffer });
  await page.locator(`a[href*="${writer.traceId}"]`).first().click();
  const row = spanRows(page).filter({ hasText: '×31' });
  await expect(row).toContainText('max 12 ms');
  await expect(row).toHaveAttribute('aria-label', /stands for 31 spans: shortest 1 ms, median 2 ms, longest 12 ms, 75 ms in all/);
  await spanRows(page).nth(2).click();
  await page.getByRole('button', { name: 'one span' }).click();
  await expect(page.getByRole('region', { name: 'Span' })).toContainText('Stands for 31 spans');
  expect(await violations(page)).toEqual([]);
});

test('a call names whom it calls, and a folded one who answers', async ({ page, world }) => {
  const writer = new TraceWriter(random(78), BigInt(Date.now()) * 1_000_000n);
  const root = writer.add({ service: 'shop', name: 'GET /pay', start: 0, duration: 100_000_000, kind: 'server' });
  const call = writer.add({ service: 'shop', name: 'charge', parent: root, start: 0, duration: 50_000_000, kind: 'client' });
  writer.add({ service: 'bank', name: 'POST /charge', parent: call, start: 1_000_000, duration: 40_000_000, kind: 'server' });
  const attributes = { 'peer.service': 'mail-relay', 'server.address': '10.0.0.1' };
  writer.add({ service: 'shop', name: 'send mail', parent: root, start: 60_000_000, duration: 5_000_000, kind: 'client', attributes });
  await send(world.otlp, writer.spans);
  await page.goto(`${world.shop.url}/trace/${writer.traceId}`);
  await expect(spanRows(page).filter({ hasText: 'send mail' })).toContainText('→ mail-relay');
  await expect(spanRows(page).filter({ hasText: 'charge' }).first()).not.toContainText('→');
  await spanRows(page).filter({ hasText: 'charge' }).first().getByRole('button', { name: 'Fold' }).click();
  await expect(spanRows(page).filter({ hasText: 'charge' })).toContainText('→ bank');
});

test('only what was found can be unfolded, and bars can be left out', async ({ page, world }) => {
  await page.goto(`${world.shop.url}/trace/${world.shop.big}?uiFind=${NEEDLE.value}`);
  await page.getByRole('button', { name: 'Unfold only what was found' }).click();
  await expect.poll(async () => Number(await timeline(page).getAttribute('aria-rowcount'))).toBeLessThan(5_000);
  await page.getByRole('button', { name: 'Display options' }).click();
  await page.getByRole('switch', { name: 'Bars beside the names' }).click();
  await expect.poll(() => address(page).get('bars')).toBe('0');
  const name = await spanRows(page).first().getByRole('gridcell').first().boundingBox();
  expect(name?.width).toBeGreaterThan(1_000);
});

test('every key of the page does what its help says', async ({ page, world }) => {
  const failed = world.shop.traces.find(({ failing, spans, duration }) => failing && spans >= 35 && duration > 200_000_000);
  await page.goto(`${world.shop.url}/trace/${failed?.traceId}`);
  await expect(spanRows(page).nth(5)).toBeVisible();
  const press = (key: string) => page.keyboard.press(key);
  const param = (name: string) => expect.poll(() => address(page).get(name));
  const start = () => Number(address(page).get('z')?.split('-')[0]);
  const length = () => address(page).get('z')?.split('-').map(Number).reduce((from, to) => to - from) ?? Infinity;
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute('data-position') ?? '');

  await press(']');
  await param('depth').toBe('0');
  await press('o');
  await param('depth').toBe('1');
  await press('p');
  await param('depth').toBe('0');
  await press('[');
  await param('depth').toBeNull();
  await press('g');
  await param('group').toBe('0');
  await press('g');
  await param('group').toBeNull();

  await press('ArrowUp');
  await param('z').not.toBeNull();
  const wide = length();
  await press('Shift+ArrowUp');
  await expect.poll(length).toBeLessThan(wide * 0.6);
  for (const [later, earlier] of [['d', 'a'], ['ArrowRight', 'ArrowLeft'], ['D', 'A'], ['Shift+ArrowRight', 'Shift+ArrowLeft']]) {
    const from = start();
    await press(later);
    await expect.poll(start).toBeGreaterThan(from);
    const to = start();
    await press(earlier);
    await expect.poll(start).toBeLessThan(to);
  }
  const near = length();
  await press('ArrowDown');
  await expect.poll(length).toBeGreaterThan(near);
  await press('0');
  await param('z').toBeNull();

  await press('e');
  await expect.poll(focused).not.toBe('');
  const at = await focused();
  await expect(timeline(page).locator(`[data-position="${at}"]`)).toHaveAttribute('aria-label', /failed/);
  await press('E');
  await press('f');
  await press('b');
  await press('Enter');
  await param('sel').not.toBeNull();
  await press('z');
  await param('z').not.toBeNull();
  await press('r');
  await param('root').toBe(address(page).get('sel'));
  await press('0');
  await param('root').toBeNull();
  await press('y');
  await expect(page.getByText('Link copied')).toBeVisible();
  await press('Escape');
  await param('sel').toBeNull();

  for (const key of ['/', 'Control+b']) {
    await press(key);
    await expect(findBox(page)).toBeFocused();
    await press('Escape');
    await expect(findBox(page)).not.toBeFocused();
  }
  const scrolled = () => page.locator('[data-scroller]').evaluate((element) => element.scrollTop);
  await page.goto(`${world.shop.url}/trace/${world.shop.big}?group=0`);
  await expect(spanRows(page).nth(5)).toBeVisible();
  await page.locator('[data-scroller]').evaluate((element) => element.scrollTo(0, 0));
  await press('s');
  await expect.poll(scrolled).toBeGreaterThan(200);
  await press('w');
  await expect.poll(scrolled).toBe(0);
});

for (const width of [720, 800, 900, 1000, 1119, 1280]) {
  test(`the head of a trace has its place in a window of ${width} pixels`, async ({ page, world }) => {
    await page.setViewportSize({ width, height: 700 });
    await page.goto(`${world.shop.url}/trace/${world.shop.big}`);
    await expect(spanRows(page).first()).toBeVisible();
    const title = await page.getByRole('heading', { level: 1 }).boundingBox();
    const copy = await page.getByRole('button', { name: 'Copy link' }).first().boundingBox();
    const ruler = await timeline(page).boundingBox();
    if (!title || !copy || !ruler) throw new Error('something is missing');
    expect(Math.abs(title.y + title.height / 2 - (copy.y + copy.height / 2)), 'one line').toBeLessThan(4);
    expect(title.x + title.width).toBeLessThanOrEqual(copy.x);
    expect(ruler.y).toBeLessThanOrEqual(width < 1120 ? 290 : 240);
    await expectNoOverflow(page);
  });
}
