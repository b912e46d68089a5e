import { expect, resultRows, test } from './test';
import { FIXED_NOW } from './world';

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

test('the box in the bar opens a trace by its id', async ({ page, world }) => {
  await page.goto(`${world.shop.url}/search`);
  await page.getByRole('textbox', { name: 'Trace id' }).fill(world.shop.traces[2].traceId);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(world.shop.traces[2].traceId));
});
