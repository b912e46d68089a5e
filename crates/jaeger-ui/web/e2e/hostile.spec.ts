// Nothing that data says is run or followed, nothing grows out of the page, and the policy of the page forbids what it
// does not need.

import type { Page } from '@playwright/test';

import { HOSTILE } from './data/hostile';
import { expect, expectNoOverflow, results, settled, spanRows, test } from './test';

test.describe.configure({ timeout: 90_000 });

async function expectHarmless(page: Page): Promise<void> {
  await expectNoOverflow(page);
  const followed = await page.evaluate(() =>
    [...document.querySelectorAll<HTMLAnchorElement>('a[href], area[href]')]
      .map((link) => link.protocol)
      .filter((protocol) => !['http:', 'https:', 'mailto:', 'blob:'].includes(protocol)),
  );
  expect(followed).toEqual([]);
  // Longer texts than anybody reads never reach the page.
  const longest = await page.evaluate(() => {
    let most = 0;
    const walk = document.createTreeWalker(document.querySelector('main') ?? document.body, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) most = Math.max(most, walk.currentNode.nodeValue?.length ?? 0);
    return most;
  });
  expect(longest).toBeLessThan(110_000);
}

for (const kind of Object.keys(HOSTILE)) {
  test(`a trace of ${kind}: timeline and detail`, async ({ page, world }) => {
    await page.goto(`${world.hostile.url}/trace/${world.hostile.traces[kind]}`);
    await expect(spanRows(page).nth(1)).toBeVisible({ timeout: 30_000 });
    await expectHarmless(page);
    await spanRows(page).and(page.locator('[aria-level="1"]')).first().click();
    for (const tab of ['Attributes', 'Resource', 'Events', 'Links']) {
      const handle = page.getByRole('tab', { name: new RegExp(`^${tab}`) }).last();
      if (await handle.isVisible()) await handle.click();
      await expectHarmless(page);
    }
  });

  test(`a trace of ${kind}: other views`, async ({ page, world }) => {
    for (const view of ['flame', 'graph', 'stats', 'spans', 'events', 'json']) {
      await page.goto(`${world.hostile.url}/trace/${world.hostile.traces[kind]}?view=${view}`);
      await expect(page.getByRole('tabpanel').first()).toBeVisible({ timeout: 30_000 });
      await expectHarmless(page);
    }
  });
}

const PLACES = [
  '/search?limit=100&lookback=1h',
  `/search?limit=100&lookback=1h&service=${encodeURIComponent(HOSTILE.script)}&operation=${encodeURIComponent(HOSTILE.html)}`,
  `/search?q=${encodeURIComponent(HOSTILE.html)}&tags=${encodeURIComponent(HOSTILE.script)}`,
  '/dependencies',
  '/dependencies?view=matrix',
  '/monitor',
  '/quality-metrics',
];

for (const path of PLACES) {
  test(`hostile names on ${path.slice(0, 60)}`, async ({ page, world }) => {
    await page.goto(world.hostile.url + path);
    await settled(page);
    await expectHarmless(page);
  });
}

test('the page forbids scripts of others', async ({ page, world }) => {
  test.skip(process.env.JAEGER_STATIC_FILES !== undefined, 'files that are not compiled in are served without a policy');
  const response = await page.goto(`${world.hostile.url}/search`);
  const policy = response?.headers()['content-security-policy'] ?? '';
  expect(policy).toMatch(/script-src 'self' 'nonce-[^']+'/);
  expect(policy).toContain("default-src 'self'");
  expect(policy).not.toContain('unsafe');
});

test('hostile traces beside each other', async ({ page, world }) => {
  const { script, html } = world.hostile.traces;
  for (const mode of ['structure', 'time', 'split', 'attrs']) {
    await page.goto(`${world.hostile.url}/trace/${script}...${html}?cm=${mode}`);
    await settled(page);
    await expectHarmless(page);
  }
});

test('a phone opens hostile results', async ({ page, world }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`${world.hostile.url}/search?limit=100&lookback=1h`);
  await expect(results(page)).toBeVisible();
  await expectHarmless(page);
});
