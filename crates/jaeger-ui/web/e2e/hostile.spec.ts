// Nothing that data says is run or followed, nothing grows out of the page, and the policy of the page forbids what it
// does not need.

import type { Page } from '@playwright/test';

import { HOSTILE, hostileTraces } from './data/hostile';
import { exportRequest } from './data/otlp';
import { expect, expectNoOverflow, resultRows, results, settled, spanRows, test } from './test';

test.describe.configure({ timeout: 90_000 });

const DESK = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 844 };

/** Nothing was run, can be followed, is longer than anybody reads, or grows out of a wide window or a phone's. */
async function expectHarmless(page: Page): Promise<void> {
  expect(await page.evaluate(() => 'owned' in window), 'data was run as a script').toBe(false);
  const followed = await page.evaluate(() =>
    [...document.querySelectorAll<HTMLAnchorElement>('a[href], area[href]')]
      .map((link) => link.protocol)
      .filter((protocol) => !['http:', 'https:', 'mailto:', 'blob:'].includes(protocol)),
  );
  expect(followed).toEqual([]);
  const longest = await page.evaluate(() => {
    let most = 0;
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) most = Math.max(most, walk.currentNode.nodeValue?.length ?? 0);
    return most;
  });
  expect(longest).toBeLessThan(110_000);
  for (const size of [PHONE, DESK]) {
    await page.setViewportSize(size);
    // Two frames: what watches the size of things draws again in the next one.
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    await expectNoOverflow(page);
  }
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
  '/search?limit=100&lookback=1h&view=cards',
  '/search?limit=100&lookback=1h&view=ddg',
  '/search?limit=100&lookback=1h&cols=hostile&cols=http.url',
  `/search?limit=100&lookback=1h&service=${encodeURIComponent(HOSTILE.script)}&operation=${encodeURIComponent(HOSTILE.html)}`,
  `/search?q=${encodeURIComponent(HOSTILE.html)}&tags=${encodeURIComponent(HOSTILE.script)}`,
  '/dependencies',
  '/dependencies?view=matrix',
  '/dependencies?view=table',
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

for (const [kind, text] of Object.entries(HOSTILE)) {
  test(`a trace of ${kind} beside another`, async ({ page, world }) => {
    const { [kind]: trace, words } = world.hostile.traces;
    for (const mode of ['structure', 'time', 'split', 'attrs']) {
      await page.goto(`${world.hostile.url}/trace/${trace}...${kind === 'words' ? world.hostile.traces.html : words}?cm=${mode}`);
      await settled(page);
      await expectHarmless(page);
    }
  });

  // An address has its limits too.
  if (text.length > 25_000) continue;
  test(`a service called ${kind}: figures, checks and calls`, async ({ page, world }) => {
    const service = encodeURIComponent(text);
    for (const path of [`/monitor?service=${service}`, `/quality-metrics?service=${service}`, `/dependencies?focus=${service}`]) {
      await page.goto(world.hostile.url + path.slice(0, 7_000).replace(/%[0-9A-F]?$/, ''));
      await settled(page);
      await expectHarmless(page);
    }
  });
}

for (const [kind, trace] of Object.entries(hostileTraces(1_780_000_000_000_000_000n))) {
  test(`a file of ${kind}`, async ({ page, world }) => {
    await page.goto(`${world.empty.url}/search`);
    const buffer = Buffer.from(JSON.stringify(exportRequest(trace.spans)));
    await page.locator('input[type=file]').first().setInputFiles({ name: `${HOSTILE.html}.json`, mimeType: 'application/json', buffer });
    const row = results(page).locator(`a[href*="${trace.traceId}"]`).first();
    await expect(row).toBeVisible({ timeout: 30_000 });
    await expectHarmless(page);
    await row.click();
    await expect(spanRows(page).first()).toBeVisible({ timeout: 30_000 });
    await spanRows(page).first().click();
    await expectHarmless(page);
  });
}

test('hostile traces in lists of names, in common, and in the palette', async ({ page, world }) => {
  await page.goto(`${world.hostile.url}/search?limit=100&lookback=1h`);
  await expect(resultRows(page).first()).toBeVisible();
  await page.getByRole('combobox', { name: 'Service', exact: true }).click();
  await expect(page.getByRole('listbox').getByRole('option').nth(3)).toBeVisible();
  await expectHarmless(page);
  await page.keyboard.press('Escape');
  for (const row of [0, 1, 2]) await resultRows(page).nth(row).getByRole('checkbox').check({ force: true });
  await page.getByRole('group', { name: 'Ticked traces' }).getByRole('button', { name: /in common/ }).click();
  await settled(page);
  await expectHarmless(page);
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('dialog').getByRole('option').nth(8)).toBeVisible();
  await expectHarmless(page);
});
