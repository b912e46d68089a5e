// The search page, and the files that a first visit loads.

import { gzipSync } from 'node:zlib';

import { markOf, memoryOf, withPage } from './browser';
import type { Figures } from './browser';

export function measureSearch(base: string, results: number): Promise<Figures> {
  return withPage(async (page, cdp, browser) => {
    await page.goto(`${base}/search?service=storefront&limit=${results}&lookback=2h`, { waitUntil: 'commit' });
    const firstResultMs = await markOf(page, 'search:first-result');
    const ready = await markOf(page, 'search:interactive');
    const interactiveMs = await page.evaluate((since) => window.bench.quiet(since), ready);
    const longestTaskMs = await page.evaluate(() => window.bench.longest(0));
    const nodes = await page.evaluate(() => document.querySelectorAll('*').length);
    const rowsInSight = await page.locator('[role=grid] [data-row]').evaluateAll(
      (rows) => rows.filter((row) => row.getBoundingClientRect().bottom <= innerHeight).length,
    );
    return { firstResultMs, interactiveMs, longestTaskMs, nodes, rowsInSight, ...(await memoryOf(browser, cdp)) };
  });
}

/** Scripts and styles of a cold search page, each after gzip -6. */
export function measureBytes(base: string): Promise<Figures> {
  return withPage(async (page) => {
    const urls = new Map<string, 'js' | 'css' | 'fonts'>();
    let requests = 0;
    page.on('response', (response) => {
      requests += 1;
      const type = response.headers()['content-type'] ?? '';
      const kind = /javascript/.test(type) ? 'js' : /text\/css/.test(type) ? 'css' : /font/.test(type) ? 'fonts' : undefined;
      if (kind) urls.set(response.url(), kind);
    });
    await page.goto(`${base}/search`);
    await markOf(page, 'search:interactive');
    // What is loaded later, while nothing else is to be done, is for other pages.
    await page.evaluate(() => document.fonts.ready.then(() => undefined));
    const sums = { js: 0, css: 0, fonts: 0 };
    for (const [url, kind] of urls) {
      const body = Buffer.from(await (await fetch(url)).arrayBuffer());
      sums[kind] += kind === 'fonts' ? body.length : gzipSync(body, { level: 6 }).length;
    }
    return { jsKB: sums.js / 1000, cssKB: sums.css / 1000, fontsKB: sums.fonts / 1000, requests };
  });
}
