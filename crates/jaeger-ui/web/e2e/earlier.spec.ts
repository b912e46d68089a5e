import { expect, resultRows, test } from './test';

test('where the configuration says so, searches end a little earlier, until somebody turns it off', async ({ page, world }) => {
  await page.route(`${world.shop.url}/search**`, async (route) => {
    const response = await route.fetch();
    const html = await response.text();
    await route.fulfill({ response, body: html.replace('= DEFAULT_CONFIG;', '= {"search":{"adjustEndTime":"10m"}};') });
  });
  await page.goto(`${world.shop.url}/search?service=storefront&lookback=1h`);
  const end = () => Number(new URL(page.url()).searchParams.get('end')) / 1000;
  const toggle = page.getByRole('switch', { name: 'Up to 10m ago' });
  await expect(toggle).toBeChecked();
  await expect.poll(end).toBeLessThan(Date.now() - 9 * 60_000);
  await toggle.click();
  await expect.poll(end).toBeGreaterThan(Date.now() - 60_000);
  await expect(resultRows(page).first()).toBeVisible();
  await page.goto(`${world.shop.url}/search?service=storefront&lookback=1h`);
  await expect(toggle).not.toBeChecked();
});
