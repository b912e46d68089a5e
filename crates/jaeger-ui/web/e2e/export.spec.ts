// A trace as one HTML file: what is in it, that it runs nothing, and what happens while it is written.

import { readFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';

import type { Download, Locator, Page, TestInfo } from '@playwright/test';

import { HOSTILE } from './data/hostile';
import { exportRequest, TraceWriter } from './data/otlp';
import { random } from './data/random';
import { failedTrace } from './places';
import { expect, expectNoOverflow, settled, spanRows, test, timeline, violations } from './test';

const dialog = (page: Page) => page.getByRole('dialog', { name: 'Save as HTML' });
const rows = (page: Page) => page.locator('summary.line, div.line:not(.titles)');

async function ask(page: Page): Promise<Locator> {
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Save as HTML' }).click();
  await expect(dialog(page)).toBeVisible();
  return dialog(page);
}

async function save(page: Page): Promise<Download> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    dialog(page).getByRole('button', { name: 'Save', exact: true }).click(),
  ]);
  return download;
}

/** Opens the file as somebody does to whom it was sent. */
async function open(page: Page, download: Download, info: TestInfo): Promise<void> {
  const path = info.outputPath('trace.html');
  await download.saveAs(path);
  await page.goto(pathToFileURL(path).href);
}

test('a trace is saved as one file that says what the page says', async ({ page, world }, info) => {
  const { traceId, failing, root } = failedTrace(world.shop);
  await page.goto(`${world.shop.url}/trace/${traceId}`);
  await expect(spanRows(page).nth(3)).toBeVisible();
  const shown = Number(await timeline(page).getAttribute('aria-rowcount'));
  await ask(page);
  expect(await violations(page)).toEqual([]);
  const download = await save(page);
  expect(download.suggestedFilename()).toBe(`trace-${traceId}.html`);
  await expect(page.getByText('Saved as HTML').first()).toBeVisible();
  await expect(dialog(page)).toBeHidden();
  await expect(page.getByRole('button', { name: 'More', exact: true })).toBeFocused();

  await open(page, download, info);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`storefront ${root}`);
  await expect(page.getByRole('banner')).toContainText(traceId);
  await expect(page.getByRole('link', { name: new RegExp(traceId) })).toHaveAttribute('href', `${world.shop.url}/trace/${traceId}`);
  await expect(page.getByRole('listitem').filter({ hasText: /Failed:.*failed with an exception/ })).toBeVisible();
  await expect(rows(page)).toHaveCount(shown);

  await rows(page).filter({ hasText: failing.name }).filter({ hasText: 'failed' }).last().click();
  const opened = page.locator('details[open]');
  await expect(opened).toContainText(failing.message);
  await expect(opened).toContainText('exception.stacktrace');
  await opened.getByRole('link', { name: /^Resource \d/ }).click();
  await expect(page).toHaveURL(/#resource-\d+$/);
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`the file is readable for everybody, ${colorScheme}`, async ({ page, world }, info) => {
    await page.emulateMedia({ colorScheme });
    await page.goto(`${world.shop.url}/trace/${failedTrace(world.shop).traceId}`);
    await ask(page);
    await open(page, await save(page), info);
    await rows(page).nth(1).click();
    expect(await violations(page)).toEqual([]);
    for (const width of [390, 1280]) {
      await page.setViewportSize({ width, height: 800 });
      await expectNoOverflow(page);
    }
    const ground = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    expect(ground).toBe(colorScheme === 'dark' ? 'rgb(21, 24, 29)' : 'rgb(255, 255, 255)');
    // Paper is white.
    await page.emulateMedia({ media: 'print', colorScheme });
    expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe('rgb(255, 255, 255)');
  });
}

test('the rows are those of the page, and attributes can be left out', async ({ page, world }, info) => {
  await page.goto(`${world.shop.url}/trace/${world.shop.big}?depth=0`);
  await expect(spanRows(page)).toHaveCount(1);
  await ask(page);
  await dialog(page).getByRole('checkbox', { name: /attributes, events and links/ }).uncheck();
  await open(page, await save(page), info);
  await expect(rows(page)).toHaveCount(1);
  await expect(page.getByText(/^1 row stands for the 10,000 spans/)).toBeVisible();
  await expect(page.getByText('Attributes, events and links were left out on purpose.')).toBeVisible();
  await expect(rows(page)).toContainText('9,999 folded');
});

test('of a large trace the first rows are saved, and the file says so', async ({ page, world }) => {
  await page.goto(`${world.shop.url}/trace/${world.shop.big}?group=0`);
  await expect(spanRows(page).nth(3)).toBeVisible();
  await expect(await ask(page)).toContainText('the first 2,000 of 10,000 rows');
  const text = await readFile(await (await save(page)).path(), 'utf8');
  expect(text.split('<summary class="line">')).toHaveLength(2_001);
  expect(text).toContain('The first 2,000 of 10,000 rows are here');
});

test('saving can be ended, by a button and by Escape', async ({ page, world }) => {
  let saved = 0;
  page.on('download', () => saved++);
  await page.goto(`${world.shop.url}/trace/${world.shop.big}`);
  await expect(spanRows(page).nth(3)).toBeVisible();
  // The rows in sight ask for some spans, too.
  await settled(page);
  let asked = 0;
  const release: (() => void)[] = [];
  await page.route(/\/spans\?/, async (route) => {
    asked++;
    await new Promise<void>((done) => release.push(done));
    await route.abort().catch(() => undefined);
  });
  const cancel = () => dialog(page).getByRole('button', { name: 'Cancel' }).click();
  const escape = () => page.keyboard.press('Escape');
  for (const [at, end] of [cancel, escape].entries()) {
    await ask(page);
    await dialog(page).getByRole('button', { name: 'Save', exact: true }).click();
    await expect(dialog(page).getByRole('progressbar')).toBeVisible();
    await expect.poll(() => asked).toBe(at + 1);
    await end();
    await expect(dialog(page)).toBeHidden();
  }
  for (const done of release) done();
  await expect(spanRows(page).nth(3)).toBeVisible();
  expect(saved).toBe(0);
});

test('a server that fails meanwhile is told of, and asked again', async ({ page, world }) => {
  await page.goto(`${world.shop.url}/trace/${failedTrace(world.shop).traceId}`);
  await expect(spanRows(page).nth(3)).toBeVisible();
  await page.route(/\/spans\?/, (route) => route.fulfill({ status: 500, body: 'storage: connection refused' }));
  await ask(page);
  await dialog(page).getByRole('button', { name: 'Save', exact: true }).click();
  await expect(dialog(page).getByRole('alert')).toContainText('connection refused');
  await page.unroute(/\/spans\?/);
  await Promise.all([page.waitForEvent('download'), dialog(page).getByRole('button', { name: /again/i }).click()]);
});

test('a trace that was uploaded is saved without an address', async ({ page, world }) => {
  const writer = new TraceWriter(random(81), 1_780_000_000_000_000_000n);
  writer.add({ service: 'shop', name: 'GET /list', start: 0, duration: 100_000_000, attributes: { tenant: 'acme' } });
  await page.goto(`${world.empty.url}/search`);
  const buffer = Buffer.from(JSON.stringify(exportRequest(writer.spans)));
  await page.locator('input[type=file]').first().setInputFiles({ name: 'one.json', mimeType: 'application/json', buffer });
  await page.locator(`a[href*="${writer.traceId}"]`).first().click();
  await expect(spanRows(page).first()).toBeVisible();
  await ask(page);
  const html = await readFile(await (await save(page)).path(), 'utf8');
  expect(html).toContain('acme');
  expect(html).not.toContain(world.empty.url);
});

for (const kind of ['script', 'html', 'link', 'rtl', 'nul', 'unbroken', 'megabyte']) {
  test(`a file of ${kind} runs nothing and stays in its window`, async ({ page, world }, info) => {
    test.slow();
    await page.goto(`${world.hostile.url}/trace/${world.hostile.traces[kind]}`);
    await expect(spanRows(page).nth(1)).toBeVisible({ timeout: 30_000 });
    await ask(page);
    await open(page, await save(page), info);
    await expect(rows(page).first()).toBeVisible();
    for (const details of await page.locator('details').all()) await details.evaluate((one) => one.setAttribute('open', ''));
    expect(await page.evaluate(() => 'owned' in window), `${HOSTILE[kind].slice(0, 40)} was run`).toBe(false);
    await expect(page.locator('script, img, svg, iframe')).toHaveCount(0);
    const followed = await page.locator('a[href]').evaluateAll((links) => links.map((link) => (link as HTMLAnchorElement).protocol));
    expect(followed.every((protocol) => ['http:', 'https:', 'file:'].includes(protocol))).toBe(true);
    for (const width of [390, 1280]) {
      await page.setViewportSize({ width, height: 800 });
      await expectNoOverflow(page);
    }
  });
}

test('what is printed of the page itself is dark on white, without its controls', async ({ page, world }) => {
  await page.addInitScript(() => localStorage.setItem('jaeger-ui-theme', 'dark'));
  await page.goto(`${world.shop.url}/trace/${failedTrace(world.shop).traceId}`);
  await expect(spanRows(page).nth(3)).toBeVisible();
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByRole('banner')).toBeHidden();
  await expect(page.getByRole('tablist')).toHaveCount(0);
  await expect(spanRows(page).first()).toBeVisible();
  expect(await page.evaluate(() => getComputedStyle(document.body).color)).toBe('rgb(27, 31, 36)');
});
