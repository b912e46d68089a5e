// The search page, and the files that a first visit loads.

import { gzipSync } from 'node:zlib';

import { TraceWriter } from '../e2e/data/otlp';
import type { Sent } from '../e2e/data/otlp';
import { random } from '../e2e/data/random';
import { markOf, memoryOf, withPage } from './browser';
import type { Figures } from './browser';
import { settle, timed } from './trace';

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

/** What the table takes that shows all of them, when they are there already. */
export const MOST_RESULTS = 1_500;

export function measureTable(base: string): Promise<Figures> {
  return withPage(async (page) => {
    await page.goto(`${base}/search?service=${MANY}&limit=${MOST_RESULTS}&lookback=2h&view=cards`, { waitUntil: 'commit' });
    await markOf(page, 'search:interactive');
    await settle(page);
    const table = page.getByRole('radio', { name: 'Table' });
    // Cards are rows of one column.
    const columns = `document.querySelector('main [role=grid]').getAttribute('aria-colcount')`;
    return { tableMs: await timed(page, () => table.click(), columns) };
  });
}

/** The service of that many traces. */
const MANY = 'heartbeat';

/** One span each. */
export function manyTraces(end: bigint): Sent[] {
  const r = random(MOST_RESULTS);
  return Array.from({ length: MOST_RESULTS }, (_, number) => {
    const trace = new TraceWriter(r, end - BigInt(number) * 1_000_000_000n);
    trace.add({ service: MANY, name: 'beat', start: 0, duration: r.int(1_000, 1_000_000) });
    return trace.spans[0];
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
