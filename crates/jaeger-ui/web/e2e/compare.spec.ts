import { expect, resultRows, settled, test } from './test';

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
