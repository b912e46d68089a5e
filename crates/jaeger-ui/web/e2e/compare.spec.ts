import type { Page } from '@playwright/test';

import { failedTrace } from './places';
import { expect, resultRows, settled, test, violations } from './test';
import type { World } from './world';

test('two results are put beside each other', async ({ page, world }) => {
  await page.goto(`${world.shop.url}/search?service=storefront`);
  await resultRows(page).nth(0).getByRole('checkbox').check({ force: true });
  await resultRows(page).nth(1).getByRole('checkbox').check({ force: true });
  await page.getByRole('main').getByRole('button', { name: 'Compare' }).or(page.getByRole('main').getByRole('link', { name: 'Compare' })).first().click();
  await expect(page).toHaveURL(/\/trace\/[0-9a-f]{32}\.\.\.[0-9a-f]{32}/);
  await expect(page.getByRole('main')).toContainText(/slower|faster|longer|shorter|as long/i);
});

test('each way of comparing has its address', async ({ page, world }) => {
  const [a, b] = world.shop.traces;
  for (const mode of ['structure', 'time', 'split', 'attrs']) {
    await page.goto(`${world.shop.url}/trace/${a.traceId}...${b.traceId}?cm=${mode}`);
    await settled(page);
    await expect(page.getByRole('alert')).toHaveCount(0);
    await expect(page.getByRole('main')).toContainText('storefront');
  }
});

test('the sides are swapped by keys', async ({ page, world }) => {
  const [a, b] = world.shop.traces;
  await page.goto(`${world.shop.url}/trace/${a.traceId}...${b.traceId}`);
  await settled(page);
  await page.locator('main').focus();
  await page.keyboard.press('[');
  await expect(page).toHaveURL(new RegExp(`${b.traceId}\\.\\.\\.${a.traceId}`));
});

test('a missing side can be chosen', async ({ page, world }) => {
  await page.goto(`${world.shop.url}/trace/${world.shop.traces[0].traceId}...`);
  await settled(page);
  await expect(page.getByRole('main').getByRole('textbox').or(page.getByRole('main').getByRole('combobox')).first()).toBeVisible();
});

/** Two requests for the same page that did not do the same. */
function pairOf({ shop }: World): string {
  const { root } = failedTrace(shop);
  const [a, b] = shop.traces.filter((trace) => trace.root === root && trace.spans > 25);
  return `/trace/${a.traceId}...${b.traceId}`;
}

const graph = (page: Page) => page.getByRole('group', { name: 'Graph of both traces' });
const nodes = (page: Page) => graph(page).locator('button[data-node]');
const paths = (page: Page) => page.getByRole('grid', { name: 'Paths of both traces' });
const pathCount = async (page: Page) => Number(await paths(page).getAttribute('aria-rowcount')) - 1;

test('the structure is drawn, and says the same as the list', async ({ page, world }) => {
  await page.goto(`${world.shop.url}${pairOf(world)}?cm=structure`);
  const listed = await pathCount(page);
  const rows = await paths(page).getByText(/^only in [AB]$/).count();
  await page.getByRole('radio', { name: 'Graph' }).check({ force: true });
  await expect(page).toHaveURL(/view=graph/);
  await expect(nodes(page)).toHaveCount(listed);
  // In words, and not by colour alone.
  await expect(graph(page).getByText(/^only in [AB]$/)).toHaveCount(rows);
  await expect(graph(page).getByText(/^\d+ (more|fewer)$/).first()).toBeVisible();
  for (const text of await graph(page).locator('b, button span').all()) {
    expect(await text.evaluate((element) => parseFloat(getComputedStyle(element).fontSize))).toBeGreaterThanOrEqual(11);
  }
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await violations(page)).toEqual([]);
  }

  await page.reload();
  await expect(nodes(page)).toHaveCount(listed);
  await page.goBack();
  await expect(paths(page)).toBeVisible();
});

test('a path of the drawing is chosen by pointer and by keys', async ({ page, world }) => {
  await page.goto(`${world.shop.url}${pairOf(world)}?cm=structure&view=graph`);
  await nodes(page).first().click();
  await expect(page).toHaveURL(/sel=0/);
  const detail = page.getByRole('complementary', { name: 'The chosen path' });
  await expect(detail.getByRole('row', { name: /Spans/ })).toBeVisible();

  await page.keyboard.press('ArrowRight');
  await expect(nodes(page).first()).not.toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page).not.toHaveURL(/sel=0(&|$)/);

  await detail.getByRole('button', { name: 'Close' }).click();
  await expect(detail).toHaveCount(0);
  await page.locator('main').focus();
  await page.keyboard.press('n');
  await expect(graph(page).locator('[aria-pressed=true]')).toContainText(/more|fewer|only in|failed/);
});

test('what lies below a path is folded, in the list and in the drawing', async ({ page, world }) => {
  await page.goto(`${world.shop.url}${pairOf(world)}?cm=structure`);
  const all = await pathCount(page);
  await paths(page).getByRole('button', { name: /paths below/ }).first().click();
  await expect(page).toHaveURL(/fold=0/);
  await expect.poll(() => pathCount(page)).toBe(1);
  await page.reload();
  await expect.poll(() => pathCount(page)).toBe(1);

  await page.getByRole('radio', { name: 'Graph' }).check({ force: true });
  await expect(nodes(page)).toHaveCount(1);
  await expect(nodes(page)).toContainText(`+${all - 1}`);
  await nodes(page).click();
  await page.getByRole('button', { name: /^Show the \d+ below/ }).click();
  await expect(nodes(page)).toHaveCount(all);
  await expect(page).not.toHaveURL(/fold=/);

  // By keys, too.
  await page.goto(`${world.shop.url}${pairOf(world)}?cm=structure&sel=0`);
  await paths(page).locator('[data-row="0"]').focus();
  await page.keyboard.press('ArrowLeft');
  await expect.poll(() => pathCount(page)).toBe(1);
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => pathCount(page)).toBe(all);
});

test('only differences are kept, with what leads to them', async ({ page, world }) => {
  const [a] = world.shop.traces;
  await page.goto(`${world.shop.url}${pairOf(world)}?cm=structure`);
  const all = await pathCount(page);
  const changed = await paths(page).getByText(/^(\d+ more|\d+ fewer|only in [AB])$/).count();
  await page.getByRole('switch', { name: 'Differences only' }).or(page.getByLabel('Differences only')).first().click();
  await expect(page).toHaveURL(/only=1/);
  await expect.poll(() => pathCount(page)).toBeLessThanOrEqual(all);
  expect(await pathCount(page)).toBeGreaterThanOrEqual(changed);
  await page.reload();
  await expect(paths(page).getByText(/^(\d+ more|\d+ fewer|only in [AB])$/)).toHaveCount(changed);

  // A trace does not differ from itself: the page says so, with a way back.
  for (const view of ['', '&view=graph']) {
    await page.goto(`${world.shop.url}/trace/${a.traceId}...${a.traceId}?cm=structure&only=1${view}`);
    await expect(page.getByText('No path differs between these two traces.')).toBeVisible();
    await page.getByRole('button', { name: 'Show all paths' }).click();
    await expect(page).not.toHaveURL(/only=1/);
  }
});

test('what is looked for stands out in the drawing', async ({ page, world }) => {
  await page.goto(`${world.shop.url}${pairOf(world)}?cm=structure&view=graph`);
  await expect(nodes(page).first()).toBeVisible();
  const all = await nodes(page).count();
  await page.getByRole('searchbox', { name: 'Find in the comparison' }).fill('storefront');
  await expect(page.getByRole('main').getByText(new RegExp(`^\\d+ of ${all} match$`))).toBeVisible();
  await expect(nodes(page)).toHaveCount(all);
});

test('too many paths for a drawing come as the list, until it is asked for', async ({ page, world }) => {
  await page.goto(`${world.shop.url}/trace/${world.shop.big}...${world.shop.traces[0].traceId}?cm=structure&view=graph`);
  await expect(page.getByText(/paths are more than a graph can show legibly/)).toBeVisible();
  await expect(paths(page)).toBeVisible();
  await page.getByRole('button', { name: /^Draw the 450/ }).click();
  await expect(nodes(page)).toHaveCount(450);
  expect(await page.evaluate(() => document.querySelectorAll('*').length)).toBeLessThanOrEqual(3_000);
});
