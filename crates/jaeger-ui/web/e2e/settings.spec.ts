import { expect, resultRows, settled, spanRows, test } from './test';
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
  ['dependencies', () => '/dependencies'], ['monitor', () => '/monitor'], ['quality', () => '/quality-metrics'],
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
