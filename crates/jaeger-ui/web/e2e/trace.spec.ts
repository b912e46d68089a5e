import { NEEDLE } from './data/big';
import { send, TraceWriter } from './data/otlp';
import { random } from './data/random';
import { expect, findBox, spanRows, test, timeline } from './test';

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
  await page.goto(`${world.shop.url}/trace/${world.shop.traces[1].traceId}`);
  await expect(spanRows(page).first()).toBeVisible();
  await page.getByRole('button', { name: 'Archive' }).click();
  await expect(page.getByText('The trace is archived')).toBeVisible();
});

test('an archive that refuses says why', async ({ page, world }) => {
  await page.route('**/api/archive/**', (route) => route.fulfill({ status: 500, json: { errors: [{ code: 500, msg: 'the disk is full' }] } }));
  await page.goto(`${world.shop.url}/trace/${world.shop.traces[1].traceId}`);
  await page.getByRole('button', { name: 'Archive' }).click();
  await expect(page.getByText(/the disk is full/)).toBeVisible();
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

test('spans that arrive later come into an open trace', async ({ page, world }) => {
  const now = BigInt(Date.now()) * 1_000_000n;
  const writer = new TraceWriter(random(Date.now() % 1_000_000), now);
  const root = '00000000000000aa';
  writer.add({ service: 'odd-slow', name: 'first part', parent: root, start: 0, duration: 9_000_000 });
  await send(world.otlp, writer.spans);
  await page.goto(`${world.shop.url}/trace/${writer.traceId}`);
  await expect(timeline(page)).toHaveAttribute('aria-rowcount', /^[12]$/);
  writer.add({ service: 'odd-slow', name: 'second part', parent: root, start: 9_000_000, duration: 9_000_000 });
  await send(world.otlp, writer.spans.slice(-1));
  await page.reload();
  await expect(timeline(page)).toContainText('second part');
});
