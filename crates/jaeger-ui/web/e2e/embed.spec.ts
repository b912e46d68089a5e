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

const FLAGS = [
  ['uiTimelineCollapseTitle=1', { facts: 0, overview: 1 }],
  ['uiTimelineHideSummary=1', { facts: 0, overview: 1 }],
  ['uiTimelineHideMinimap=1', { facts: 1, overview: 0 }],
  ['', { facts: 1, overview: 1 }],
] as const;

for (const [flag, { facts, overview }] of FLAGS) {
  test(`a trace in a frame with ${flag || 'no flag'}`, async ({ page, world }) => {
    await page.goto(`${world.shop.url}/trace/${world.shop.traces[0].traceId}?uiEmbed=v0&${flag}`);
    await expect(spanRows(page).first()).toBeVisible();
    await expect(page.getByRole('navigation', { name: 'Pages' })).toHaveCount(0);
    await expect(page.getByText(/^depth \d/)).toHaveCount(facts);
    await expect(page.getByRole('group', { name: /^Self time/ })).toHaveCount(facts);
    await expect(page.getByRole('button', { name: /^Zoom in/ })).toHaveCount(overview);
    // The flags are nothing without the frame.
    await page.goto(`${world.shop.url}/trace/${world.shop.traces[0].traceId}?${flag}`);
    await expect(page.getByText(/^depth \d/)).toHaveCount(1);
    await expect(page.getByRole('button', { name: /^Zoom in/ })).toHaveCount(1);
  });
}

test('a trace leaves its frame by a link of its own', async ({ page, world }) => {
  const { traceId } = world.shop.traces[0];
  await page.goto(`${world.shop.url}/trace/${traceId}?uiEmbed=v0&view=stats`);
  await page.getByRole('button', { name: 'More' }).first().click();
  const link = page.getByRole('menuitem', { name: 'Open in a window of its own' });
  expect(await link.getAttribute('href')).toBe(`${world.shop.url}/trace/${traceId}?view=stats`);
});

for (const theme of ['light', 'dark']) {
  test(`the frame chooses the theme: ${theme}`, async ({ page, world }) => {
    await page.emulateMedia({ colorScheme: theme === 'light' ? 'dark' : 'light' });
    await page.goto(`${world.shop.url}/search?uiEmbed=v0&uiTheme=${theme}`);
    await settled(page);
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
  });
}
