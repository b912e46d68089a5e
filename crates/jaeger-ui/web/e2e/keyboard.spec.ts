// Without a mouse.

import { expect, findBox, resultRows, settled, spanRows, test, timeline } from './test';
import type { World } from './world';

test('a search, from the address bar to a copied link', async ({ page, world }) => {
  await page.goto(`${world.shop.url}/search?service=storefront`);
  await expect(resultRows(page).first()).toBeVisible();

  // The first stop of the tab key leads past the bar.
  await page.keyboard.press('Tab');
  await expect(page.locator(':focus')).toHaveText(/Skip/);
  await page.keyboard.press('Enter');

  await page.keyboard.press('/');
  await expect(page.getByRole('combobox', { name: 'Query' })).toBeFocused();
  await page.keyboard.press('Escape');

  await resultRows(page).first().focus();
  await page.keyboard.press('ArrowDown');
  await expect(resultRows(page).nth(1)).toBeFocused();
  await page.keyboard.press('x');
  await expect(resultRows(page).nth(1)).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('x');
  await page.keyboard.press('End');
  await page.keyboard.press('Home');
  await expect(resultRows(page).first()).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/trace\//);

  await expect(spanRows(page).first()).toBeVisible();
  await focusTimeline(page);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/sel=/);
  await page.keyboard.press('y');
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toContain('/trace/');
});

const WITH_ROWS: [where: string, path: (world: World) => string, first: RegExp][] = [
  ['results', () => '/search?service=storefront', /^row$/],
  ['a trace', ({ shop }) => `/trace/${shop.traces[0].traceId}`, /^row$/],
  ['a table of spans', ({ shop }) => `/trace/${shop.traces[0].traceId}?view=spans`, /^row$/],
  ['a comparison', ({ shop }) => `/trace/${shop.traces[0].traceId}...${shop.traces[1].traceId}`, /^(row|region)$/],
  ['dependencies', () => '/dependencies', /^(listbox|row)$/],
  ['monitor', () => '/monitor', /^(row|region)$/],
  ['quality', () => '/quality-metrics', /^(row|region)$/],
];

for (const [where, path, role] of WITH_ROWS) {
  test(`two keys lead to the rows of ${where}`, async ({ page, world }) => {
    await page.goto(world.shop.url + path(world));
    await settled(page);
    const skip = page.getByRole('link', { name: 'Skip to the rows' });
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await expect(skip).toBeFocused();
    await expect(skip).toBeInViewport();
    await page.keyboard.press('Enter');
    await expect(page.locator('main :focus')).toHaveAttribute('role', role);
    await page.keyboard.press('ArrowDown');
    await expect(page.locator('main :focus')).toBeInViewport();
  });
}

test('the timeline as a tree of rows', async ({ page, world }) => {
  await page.goto(`${world.shop.url}/trace/${world.shop.big}`);
  await expect(spanRows(page).first()).toBeVisible();
  await focusTimeline(page);
  const focused = timeline(page).locator('[role=row]:focus');
  await page.keyboard.press('Home');
  await expect(focused).toHaveAttribute('aria-level', '1');
  await expect(focused).toHaveAttribute('aria-expanded', 'true');
  await page.keyboard.press('ArrowLeft');
  await expect(focused).toHaveAttribute('aria-expanded', 'false');
  await expect(timeline(page)).toHaveAttribute('aria-rowcount', /^[12]$/);
  await page.keyboard.press('ArrowRight');
  await expect(focused).toHaveAttribute('aria-expanded', 'true');
  await page.keyboard.press('End');
  await expect(focused).toBeInViewport();
  await page.keyboard.press('Home');
  await expect(focused).toHaveAttribute('aria-level', '1');
});

test('keys lead to the next failure, to the find box, and to help', async ({ page, world }) => {
  await page.goto(`${world.shop.url}/trace/${world.shop.big}`);
  await expect(spanRows(page).first()).toBeVisible();
  const active = timeline(page).locator('[role=row][tabindex="0"]');
  await page.keyboard.press('e');
  await expect(active).toHaveAttribute('aria-label', /failed/);
  const first = await active.getAttribute('aria-rowindex');
  await page.keyboard.press('e');
  await expect(active).not.toHaveAttribute('aria-rowindex', first ?? '');
  await expect(active).toHaveAttribute('aria-label', /failed/);
  await page.keyboard.press('Control+b');
  await expect(findBox(page)).toBeFocused();
  await page.keyboard.press('Escape');
  await page.locator('main').focus();
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
});

test('the palette leads to pages, services and traces', async ({ page, world }) => {
  await page.goto(`${world.shop.url}/search`);
  await settled(page);
  const open = async (typed: string) => {
    await page.keyboard.press('Control+k');
    await page.getByRole('dialog', { name: 'Go to' }).getByRole('combobox').fill(typed);
  };
  await open('Dependencies');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/dependencies/);
  await open('Traces of storefront');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/service=storefront/);
  await open(world.shop.traces[0].traceId);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(world.shop.traces[0].traceId));
});

test('single keys can be turned off', async ({ page, world }) => {
  await page.addInitScript(() => localStorage.setItem('jaeger-ui-keys', 'off'));
  await page.goto(`${world.shop.url}/search`);
  await page.locator('main').focus();
  await page.keyboard.press('?');
  await page.waitForTimeout(300);
  await expect(page.getByRole('dialog')).toBeHidden();
});

/** One row of the tree takes part in the order of the tab key. */
async function focusTimeline(page: Parameters<typeof timeline>[0]) {
  await expect(timeline(page).locator('[role=row][tabindex="0"]')).toHaveCount(1);
  await timeline(page).locator('[role=row][tabindex="0"]').focus();
}
