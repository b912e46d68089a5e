// Pages about services: what calls what, how it goes, and how well it is instrumented.

import { expect, settled, test } from './test';

test('dependencies as a graph, a matrix and a table', async ({ page, world }) => {
  await page.goto(`${world.shop.url}/dependencies`);
  await settled(page);
  await expect(page.getByRole('main').getByText('storefront').first()).toBeVisible();
  for (const view of ['matrix', 'table']) {
    await page.goto(`${world.shop.url}/dependencies?view=${view}`);
    await settled(page);
    await expect(page.getByRole('main').getByText('storefront').first()).toBeVisible();
  }
});

test('a link to deep dependencies has its service in the middle', async ({ page, world }) => {
  await page.goto(`${world.shop.url}/deep-dependencies?service=cart`);
  await expect(page).toHaveURL(/\/dependencies\?.*focus=cart/);
});

test('monitor leads from all services to one, and to its traces', async ({ page, world }) => {
  await page.goto(`${world.shop.url}/monitor`);
  await settled(page);
  const main = page.getByRole('main');
  await main.getByRole('link', { name: /storefront/ }).or(main.getByRole('row', { name: /storefront/ })).first().click();
  await expect(page).toHaveURL(/service=storefront/);
  await expect(main.getByText(/GET \/checkout/).first()).toBeVisible();
  await main.getByRole('link', { name: /View traces/ }).first().click();
  await expect(page).toHaveURL(/\/search\?.*service=storefront/);
});

test('quality leads to an example', async ({ page, world }) => {
  await page.goto(`${world.shop.url}/quality-metrics`);
  await settled(page);
  await expect(page.getByRole('main').getByText('odd-report').first()).toBeVisible();
});
