import { expect, results, settled, spanRows, test } from './test';

test('in a frame there is no bar', async ({ page, world }) => {
  await page.goto(`${world.shop.url}/search?service=storefront&uiEmbed=v0`);
  await expect(results(page)).toBeVisible();
  await expect(page.getByRole('navigation', { name: 'Pages' })).toHaveCount(0);
});

test('results without the plot', async ({ page, world }) => {
  await page.goto(`${world.shop.url}/search?service=storefront&uiEmbed=v0&uiSearchHideGraph=1`);
  await expect(results(page)).toBeVisible();
  await expect(page.locator('main canvas')).toHaveCount(0);
});

test('a trace without its overview and summary', async ({ page, world }) => {
  const address = `${world.shop.url}/trace/${world.shop.traces[0].traceId}?uiEmbed=v0`;
  await page.goto(address);
  await expect(spanRows(page).first()).toBeVisible();
  const top = async () => (await spanRows(page).first().boundingBox())?.y ?? 0;
  const whole = await top();
  await page.goto(`${address}&uiTimelineCollapseTitle=1&uiTimelineHideMinimap=1&uiTimelineHideSummary=1`);
  await expect(spanRows(page).first()).toBeVisible();
  expect(await top()).toBeLessThan(whole);
});

for (const theme of ['light', 'dark']) {
  test(`the frame chooses the theme: ${theme}`, async ({ page, world }) => {
    await page.emulateMedia({ colorScheme: theme === 'light' ? 'dark' : 'light' });
    await page.goto(`${world.shop.url}/search?uiEmbed=v0&uiTheme=${theme}`);
    await settled(page);
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
  });
}
