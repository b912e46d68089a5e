import { readFileSync } from 'node:fs';

import type { Page } from '@playwright/test';

import { expect, expectNoOverflow, resultRows, settled, spanRows, test, violations } from './test';
import { FIXED_NOW } from './world';
import type { World } from './world';

test('the theme follows the system until one is chosen, which is kept', async ({ page, world }) => {
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.goto(`${world.shop.url}/search`);
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.getByRole('button', { name: 'Theme' }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Light' }).click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
});

test('the time zone is kept, and all clocks show it', async ({ page, world }) => {
  await page.addInitScript(() => localStorage.getItem('jaeger-ui-zone') ?? localStorage.setItem('jaeger-ui-zone', 'Asia/Tokyo'));
  const end = FIXED_NOW.getTime() * 1000;
  const path = `${world.fixed.url}/search?service=storefront&start=${end - 3_600_000_000}&end=${end}`;
  await page.goto(path);
  await expect(resultRows(page).first()).toContainText(/23:04/);
  await page.getByRole('banner').getByRole('button', { name: /UTC|GMT|\+9|Tokyo/ }).first().click();
  await page.getByRole('menuitemcheckbox', { name: 'UTC', exact: true }).click();
  await expect(resultRows(page).first()).toContainText(/14:04/);
  await page.reload();
  await expect(resultRows(page).first()).toContainText(/14:04/);
});

test('start times are those of the clock or tell how long ago that was, in all forms of the list', async ({ page, world }) => {
  const end = FIXED_NOW.getTime() * 1000;
  const path = `${world.fixed.url}/search?service=storefront&start=${end - 3_600_000_000}&end=${end}`;
  await page.goto(path);
  const first = resultRows(page).first();
  await expect(first).toContainText(/14:0\d:\d\d/);
  await expect(first.getByTitle(/^2\d{3}-.* UTC, (\d|in )/)).toBeVisible();
  const button = page.getByRole('button', { name: 'How long ago traces started' });
  await button.click();
  await expect(button).toHaveAttribute('aria-pressed', 'true');
  await expect(first).toContainText(/\d (d|h|min|s) ago|in [\d,]+ (d|h|min|s)/);
  await expect(first.getByTitle(/^2\d{3}-.* UTC$/)).toBeVisible();
  expect(await page.evaluate(() => localStorage.getItem('jaeger.search-results.mode'))).toContain('"startTimeDisplay":"relative"');
  await page.goto(`${path}&view=cards`);
  await expect(first).toContainText(/\d (d|h|min|s) ago|in [\d,]+ (d|h|min|s)/);
  await button.click();
  await expect(first).toContainText(/14:0\d:\d\d/);
});

test('what Jaeger UI kept of start times holds here, and the rest of it stays', async ({ page, world }) => {
  await page.addInitScript(() => {
    const kept = { state: { viewMode: 'list', sortBy: 'LONGEST_FIRST', startTimeDisplay: 'relative' }, version: 0 };
    localStorage.setItem('jaeger.search-results.mode', JSON.stringify(kept));
  });
  await page.goto(`${world.shop.url}/search?service=storefront`);
  await expect(resultRows(page).first()).toContainText(/ ago|now/);
  await page.getByRole('button', { name: 'How long ago traces started' }).click();
  expect(JSON.parse(await page.evaluate(() => localStorage.getItem('jaeger.search-results.mode') ?? ''))).toEqual({
    state: { viewMode: 'list', sortBy: 'LONGEST_FIRST', startTimeDisplay: 'absolute' },
    version: 0,
  });
});

test('a choice of theme is seen in other tabs, and a frame that asks for one does not change it', async ({ page, world, context }) => {
  await page.emulateMedia({ colorScheme: 'light' });
  await page.goto(`${world.shop.url}/search`);
  const other = await context.newPage();
  await other.goto(`${world.shop.url}/search?uiEmbed=v0&uiTheme=dark`);
  await expect(other.locator('html')).toHaveAttribute('data-theme', 'dark');
  await other.goto(`${world.shop.url}/monitor`);
  await expect(other.locator('html')).toHaveAttribute('data-theme', 'light');
  await page.getByRole('button', { name: 'Theme' }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Dark' }).click();
  await expect(other.locator('html')).toHaveAttribute('data-theme', 'dark');
  expect(await page.evaluate(() => localStorage.getItem('jaeger-ui-theme'))).toBe('dark');
  await page.getByRole('button', { name: 'Theme' }).click();
  await page.getByRole('menuitemcheckbox', { name: 'As the system' }).click();
  await expect(other.locator('html')).toHaveAttribute('data-theme', 'light');
});

test('the theme stands before the first paint', async ({ page, world }) => {
  await page.addInitScript(() => localStorage.setItem('jaeger-ui-theme', 'dark'));
  // Nothing of the app runs.
  await page.route('**/static/*.js', (route) => route.abort());
  await page.goto(`${world.shop.url}/search`);
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
});

test('any time zone can be chosen, and holds on all pages', async ({ page, world }) => {
  await page.goto(`${world.shop.url}/search?service=storefront`);
  await page.getByRole('banner').getByTitle('Time zone').click();
  await page.getByRole('menuitem', { name: 'Another time zone' }).click();
  await page.getByRole('dialog', { name: 'Time zone' }).getByRole('combobox').fill('Kathmandu');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toBeHidden();
  await page.goto(`${world.shop.url}/monitor`);
  await page.getByRole('banner').getByTitle('Time zone').click();
  await expect(page.getByRole('menuitemcheckbox', { name: 'Asia/Kathmandu' })).toHaveAttribute('aria-checked', 'true');
});

test('what is said briefly stands above a dialog that opens meanwhile', async ({ page, world }) => {
  await page.goto(`${world.shop.url}/trace/${world.shop.traces[0].traceId}`);
  await expect(spanRows(page).first()).toBeVisible();
  await page.locator('main').focus();
  await page.keyboard.press('y');
  await page.keyboard.press('?');
  const said = page.getByRole('dialog').getByRole('status').getByText(/copied/i);
  await expect(said).toBeInViewport({ ratio: 1 });
});

for (const [where, path] of [
  ['search', () => '/search'], ['trace', (world) => `/trace/${world.shop.traces[0].traceId}`], ['compare', () => '/trace/...'],
  ['dependencies', () => '/dependencies'], ['paths', () => '/deep-dependencies'], ['monitor', () => '/monitor'],
  ['quality', () => '/quality-metrics'],
] satisfies [string, (world: World) => string][]) {
  test(`the help of ${where} has a picture, text and keys`, async ({ page, world }) => {
    await page.goto(world.shop.url + path(world));
    await settled(page);
    await page.getByRole('button', { name: 'Help and keys of this page' }).click();
    const dialog = page.getByRole('dialog', { name: `Help: ${where}` });
    const picture = dialog.getByRole('img');
    await expect(picture).toBeVisible();
    await expect.poll(() => picture.evaluate((one) => (one as HTMLImageElement).naturalWidth)).toBe(960);
    await expect(dialog.getByRole('paragraph').first()).toBeVisible();
    await expect(dialog.locator('kbd').first()).toBeVisible();
    const answer = await page.request.get(`${await picture.evaluate((one) => (one as HTMLImageElement).src)}`);
    expect(answer.headers()['content-type']).toBe('image/webp');
  });
}

test('the box in the bar opens a trace by its id', async ({ page, world }) => {
  await page.goto(`${world.shop.url}/search`);
  await page.getByRole('textbox', { name: 'Trace id' }).fill(world.shop.traces[2].traceId);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(world.shop.traces[2].traceId));
});

const settings = (page: Page) => page.getByRole('dialog', { name: 'Settings' });
const changes = (page: Page) => settings(page).getByRole('region', { name: 'What the file changes' });

/** As if the file had been chosen. */
async function choose(page: Page, content: unknown, name = 'settings.json'): Promise<void> {
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  await settings(page).locator('input[type=file]').setInputFiles({ name, mimeType: 'application/json', buffer: Buffer.from(text) });
}

test('settings are changed in one place, which the bar and the palette lead to', async ({ page, world }) => {
  await page.emulateMedia({ colorScheme: 'light' });
  await page.goto(`${world.shop.url}/search?service=storefront`);
  await expect(resultRows(page).first()).toBeVisible();
  await page.getByRole('banner').getByRole('button', { name: 'Settings' }).click();
  await settings(page).getByRole('radio', { name: 'Dark' }).check({ force: true });
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await settings(page).getByRole('radio', { name: 'How long ago' }).check({ force: true });
  await expect(resultRows(page).first()).toContainText(/ ago|now/);
  await settings(page).getByRole('combobox', { name: 'Time zone' }).fill('Kathmandu');
  await page.keyboard.press('Enter');
  await expect(settings(page).getByRole('combobox', { name: 'Time zone' })).toHaveValue('Asia/Kathmandu');
  await settings(page).getByRole('switch', { name: /Keys without Ctrl/ }).uncheck({ force: true });
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(settings(page)).toBeHidden();
  // Keys with Ctrl act still.
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog', { name: 'Go to' }).getByRole('combobox').fill('sett');
  await page.keyboard.press('Enter');
  await expect(settings(page).getByRole('switch', { name: /Keys without Ctrl/ })).not.toBeChecked();
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
});

test('in a small window the menu of pages leads to the settings', async ({ page, world }) => {
  await page.setViewportSize({ width: 390, height: 800 });
  await page.goto(`${world.shop.url}/search`);
  await page.getByRole('banner').getByRole('button', { name: 'Pages' }).click();
  await page.getByRole('menuitem', { name: 'Settings' }).click();
  await expect(settings(page)).toBeVisible();
  await expectNoOverflow(page);
});

test('settings go to another browser as a file', async ({ page, world, browser }) => {
  await page.addInitScript(() => {
    localStorage.setItem('jaeger-ui-theme', 'dark');
    localStorage.setItem('jaeger-ui-zone', 'Asia/Tokyo');
    localStorage.setItem('jaeger-ui-saved-searches', JSON.stringify([{ name: 'Slow carts', href: '/search?service=cart' }]));
  });
  await page.goto(`${world.shop.url}/search`);
  await page.getByRole('banner').getByRole('button', { name: 'Settings' }).click();
  const started = page.waitForEvent('download');
  await settings(page).getByRole('button', { name: 'Export' }).click();
  const text = readFileSync(await (await started).path(), 'utf8');
  expect(JSON.parse(text)).toMatchObject({ jaegerUiSettings: 1, theme: 'dark', zone: 'Asia/Tokyo', keys: true });

  const other = await browser.newPage({ colorScheme: 'light' });
  await other.goto(`${world.shop.url}/search`);
  await other.getByRole('banner').getByRole('button', { name: 'Settings' }).click();
  await choose(other, { ...(JSON.parse(text) as object), fontSize: 12 });
  await expect(changes(other)).toContainText('Asia/Tokyo');
  await expect(changes(other)).toContainText('1 beside yours');
  await expect(changes(other)).toContainText(/Passed over.*fontSize/);
  await expect(other.locator('html')).toHaveAttribute('data-theme', 'light');
  expect(await violations(other)).toEqual([]);
  await changes(other).getByRole('button', { name: 'Take these' }).click();
  await expect(other.locator('html')).toHaveAttribute('data-theme', 'dark');
  await other.keyboard.press('Escape');
  await expect(other.getByRole('link', { name: 'Slow carts' })).toHaveAttribute('href', /service=cart/);
  await other.reload();
  await expect(other.locator('html')).toHaveAttribute('data-theme', 'dark');
  await other.close();
});

test('a file that is wrong in one place changes nothing', async ({ page, world }) => {
  await page.goto(`${world.shop.url}/search`);
  await settled(page);
  const before = await page.evaluate(() => JSON.stringify(localStorage));
  await page.getByRole('banner').getByRole('button', { name: 'Settings' }).click();
  const wrong: [content: unknown, said: RegExp][] = [
    [{ jaegerUiSettings: 1, theme: 'dark', zone: 'Mars' }, /"zone" must be a time zone/],
    [{ jaegerUiSettings: 1, theme: 'dark', savedSearches: [{ name: 'x', href: 'javascript:alert(1)' }] }, /"savedSearches" must be/],
    [{ data: [] }, /not a file of settings/],
    ['<img src=x onerror=alert(1)>', /not JSON/],
    [JSON.stringify({ jaegerUiSettings: 1, padding: 'x'.repeat(1_100_000) }), /it has 1\.1/],
  ];
  for (const [content, said] of wrong) {
    await choose(page, content, '<b>s</b>.json');
    await expect(settings(page).getByText(said)).toContainText('Nothing was changed by <b>s</b>.json');
    await expect(changes(page)).toBeHidden();
  }
  expect(await page.evaluate(() => JSON.stringify(localStorage))).toBe(before);
  await choose(page, { jaegerUiSettings: 1, theme: 'dark' });
  await expect(settings(page).getByText(/Nothing was changed by/)).toBeHidden();
  await changes(page).getByRole('button', { name: 'Leave all as it is' }).click();
  expect(await page.evaluate(() => JSON.stringify(localStorage))).toBe(before);
});
