// The task of every day, with its clicks counted: slow failed traces of a service in the last hour, the slowest, its
// failing span, its logs, the link.

import { expect, resultRows, test, timeline } from './test';

test('from a question to a link in four clicks', async ({ page, world }) => {
  await page.addInitScript(() => {
    const counted = window as unknown as { clicks: number };
    counted.clicks = 0;
    addEventListener('pointerdown', () => (counted.clicks += 1), { capture: true });
  });
  const clicks = () => page.evaluate(() => (window as unknown as { clicks: number }).clicks);
  const slowest = world.shop.traces
    .filter(({ failing, duration }) => failing && duration >= 300_000_000)
    .toSorted((a, b) => b.duration - a.duration)[0];

  await page.goto(`${world.shop.url}/search`);
  await page.getByRole('combobox', { name: 'Service', exact: true }).click();
  await page.keyboard.type('store');
  await page.keyboard.press('Enter');
  await page.getByLabel('Errors only').focus();
  await page.keyboard.press('Space');
  await page.getByLabel('Order').selectOption({ label: 'Slowest first' });
  await page.getByRole('textbox', { name: 'At least' }).focus();
  await page.keyboard.type('300ms');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/minTraceDuration=300ms/);

  const first = resultRows(page).first();
  await expect(first.getByRole('link').first()).toHaveAttribute('href', new RegExp(slowest.traceId));
  await first.click();

  // The failing span is in sight without scrolling, and says what happened once it is opened.
  const failing = timeline(page).locator('[role=row][tabindex="0"]');
  await expect(failing).toContainText(slowest.failing?.name ?? '');
  await expect(failing).toBeInViewport();
  await failing.click();
  await expect(page.getByText(slowest.failing?.message ?? '').first()).toBeVisible();
  await expect(page.getByText(/at acquire/).first()).toBeVisible();

  await page.getByRole('button', { name: 'Copy link' }).first().click();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(link).toContain(`/trace/${slowest.traceId}`);
  expect(link).toContain(slowest.failing?.spanId);
  expect(await clicks()).toBeLessThanOrEqual(4);
});
