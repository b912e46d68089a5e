// Very much in a very small window. A million spans are for the bench, whose program is built for speed.

import { bigTrace } from './data/big';
import { send } from './data/otlp';
import { binaryOf, start } from './program';
import { expect, expectNoOverflow, spanRows, test, timeline } from './test';

const SPANS = 200_000;
/** While it is not answered for so long, a tab counts as frozen. */
const FROZEN_MS = 2_000;

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });
test.describe.configure({ timeout: 180_000 });

test('a trace of 200,000 spans on a phone', async ({ page }) => {
  const program = await start(binaryOf('debug'), ['--memory.max-bytes=2GiB']);
  try {
    const now = BigInt(Date.now()) * 1_000_000n;
    const trace = bigTrace(SPANS, now - 300_000_000_000n, 120_000_000_000);
    await send(program.otlp, trace.spans);
    // The longest time between two turns of the page's own loop.
    await page.addInitScript(() => {
      const seen = { last: performance.now(), longest: 0 };
      Object.assign(window, { seen });
      setInterval(() => {
        const now = performance.now();
        seen.longest = Math.max(seen.longest, now - seen.last);
        seen.last = now;
      }, 20);
    });
    const longest = () => page.evaluate(() => (window as unknown as { seen: { longest: number } }).seen.longest);
    await page.goto(`${program.query}/trace/${trace.traceId}`, { waitUntil: 'commit' });
    await expect(spanRows(page).nth(5)).toBeVisible({ timeout: 90_000 });
    await expectNoOverflow(page);
    await expect(page.getByRole('main').getByText(/200,000|200k/).first()).toBeVisible();

    await spanRows(page).nth(3).tap();
    await expect(page.getByRole('region', { name: 'Span', exact: true })).toBeVisible();
    await page.keyboard.press('Escape');
    await timeline(page).locator('[role=row][tabindex="0"]').focus();
    await page.keyboard.press('End');
    await expect(timeline(page).locator('[role=row]:focus')).toBeInViewport();
    await expectNoOverflow(page);
    expect(await longest()).toBeLessThan(FROZEN_MS);
    expect(await page.evaluate(() => document.querySelectorAll('*').length)).toBeLessThan(3_000);
  } finally {
    await program.stop();
  }
});
