// The trace page: how soon it can be used, what it holds, and how it answers.

import type { Page } from '@playwright/test';

import { NEEDLE } from '../e2e/data/big';
import { LIMIT, markOf, memoryOf, wireBytes, withPage } from './browser';
import type { Figures } from './browser';
import type { Change } from './probe';

const GRID = '[role=treegrid]';
const ROW = `${GRID} [role=row][aria-level]`;
/** Changes whenever the rows in sight do. */
const ROWS = `document.querySelector('${GRID}')?.getAttribute('aria-rowcount')`;

/** How often a page is asked to do the same. */
const TIMES = 5;

export function measureTrace(base: string, traceId: string): Promise<Figures> {
  return withPage(async (page, cdp, browser) => {
    const figures: Figures = await open(page, `${base}/trace/${traceId}`);
    // A worker asks for it, whose requests the page's own session does not see.
    figures.wireMB = (await wireBytes(`${base}/api/ui/v1/traces/${traceId}/columns`)) / 1e6;
    Object.assign(figures, await memoryOf(browser, cdp));
    figures.nodes = await page.evaluate(() => document.querySelectorAll('*').length);
    Object.assign(figures, await scroll(page));
    figures.rowsInSight = await rowsInSight(page);
    Object.assign(figures, await zoom(page));

    Object.assign(figures, await repeated('openSpan', (time) => openSpan(page, time)));
    await page.locator(`${GRID} [tabindex="0"]`).first().focus();
    Object.assign(figures, await folds(page));

    const find = page.getByRole('searchbox', { name: 'Find in trace' });
    const found = `new RegExp('\\\\b${NEEDLE.spans}\\\\b').test(document.querySelector('[role=toolbar] [role=status]')?.textContent)`;
    Object.assign(figures, await repeated('find', async (time) => {
      await find.focus();
      // Always the same spans, never the same question.
      const ms = await timed(page, () => page.keyboard.insertText(NEEDLE.value.slice(time)), found);
      await find.fill('');
      await page.waitForFunction(`!(${found})`);
      await settle(page);
      return ms;
    }));
    const interactions = (await page.evaluate(() => window.bench.interactions())).sort((a, b) => a - b);
    figures.interactionP95Ms = interactions[Math.floor(interactions.length * 0.95)] ?? 0;
    return figures;
  });
}

/** Whole rows, at the top of the list. */
function rowsInSight(page: Page): Promise<number> {
  return page.locator(ROW).evaluateAll((rows) => {
    const window = rows[0].closest('[data-scroller]')!.getBoundingClientRect();
    return rows.filter((row) => {
      const { top, bottom } = row.getBoundingClientRect();
      return top >= window.top && bottom <= window.bottom;
    }).length;
  });
}

async function openSpan(page: Page, time: number): Promise<number> {
  const detail = page.locator('section[aria-label=Span]');
  const isOpen = `document.querySelector('section[aria-label=Span]') !== null`;
  const ms = await timed(page, () => page.locator(ROW).nth(4 + time).click(), isOpen);
  await settle(page);
  await page.keyboard.press('Escape');
  await detail.waitFor({ state: 'detached' });
  await settle(page);
  return ms;
}

/** The same page of a server that sends documents instead of columns. */
export function measureFallback(base: string, traceId: string): Promise<Figures> {
  return withPage(async (page) => {
    await page.route(`${base}/trace/**`, async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: (await response.text()).replace(/"uiApi":\s*1/, '"uiApi":0') });
    });
    return open(page, `${base}/trace/${traceId}`);
  });
}

export async function open(page: Page, address: string): Promise<Figures> {
  await page.goto(address, { waitUntil: 'commit', timeout: LIMIT });
  const headerMs = await markOf(page, 'trace:header');
  const ready = await markOf(page, 'trace:interactive');
  const interactiveMs = await page.evaluate((since) => window.bench.quiet(since), ready);
  const longestTaskMs = await page.evaluate(() => window.bench.longest(0));
  return { headerMs, interactiveMs, longestTaskMs };
}

/** ms from navigation to the frame that shows what `read` finds, an expression in the page. */
export function seen(page: Page, read: string): Promise<number> {
  return page.evaluate((source) => window.bench.seen(new Function(`return ${source}`) as () => unknown), read);
}

/** ms from the input that `act` makes to the frame that shows what it did to `read`, an expression in the page. */
export async function timed(page: Page, act: () => Promise<unknown>, read: string): Promise<number> {
  return (await change(page, act, read)).ms;
}

async function change(page: Page, act: () => Promise<unknown>, read: string): Promise<Change> {
  await page.evaluate((source) => {
    const value = new Function(`return ${source}`) as () => unknown;
    window.bench.arm();
    Object.assign(window, { changed: window.bench.change(value, value()) });
  }, read);
  await act();
  const changed = page.evaluate(() => (window as unknown as { changed: Promise<Change> }).changed);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Change>((done) => (timer = setTimeout(() => done({ ms: LIMIT, workMs: LIMIT }), LIMIT)));
  return Promise.race([changed, late]).finally(() => clearTimeout(timer));
}

/** By turns, with their key. Their budget is one frame, for the beginning of which a page can only wait. */
async function folds(page: Page): Promise<Figures> {
  const figures: Figures = {};
  const turns = { collapseAll: [] as Change[], expandAll: [] as Change[] };
  for (let time = 0; time < TIMES; time++) {
    for (const [name, key] of [['collapseAll', ']'], ['expandAll', '[']] as const) {
      turns[name].push(await change(page, () => page.keyboard.press(key), ROWS));
      await settle(page);
    }
  }
  for (const [name, changes] of Object.entries(turns)) {
    Object.assign(figures, timesOf(name, changes.map(({ ms }) => ms)));
    figures[`${name}WorkMs`] = middle(changes.map(({ workMs }) => workMs));
  }
  return figures;
}

/** The median of several times in one page, and the first of them, when the browser has not run the code before. */
export async function repeated(name: string, once: (time: number) => Promise<number>): Promise<Figures> {
  const all: number[] = [];
  for (let time = 0; time < TIMES; time++) all.push(await once(time));
  return timesOf(name, all);
}

function timesOf(name: string, all: readonly number[]): Figures {
  return { [`${name}Ms`]: middle(all), [`${name}FirstMs`]: all[0] };
}

/** The median. */
export function middle(all: readonly number[]): number {
  return all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)];
}

export async function settle(page: Page): Promise<void> {
  await page.evaluate(() => window.bench.quiet(performance.now(), 300));
}

/** 3 s at 3,000 px a second. */
async function scroll(page: Page): Promise<Figures> {
  const { p95, missed } = await page.evaluate((selector) => {
    const box = document.querySelector(selector)?.closest('[data-scroller]');
    if (!box) throw new Error('nothing scrolls');
    return window.bench.frames(3_000, (elapsed) => void (box.scrollTop = elapsed * 3)).finally(() => void (box.scrollTop = 0));
  }, GRID);
  await settle(page);
  return { scrollP95Ms: p95, scrollMissed: missed };
}

/** A drag over the overview, in forty steps. */
async function zoom(page: Page): Promise<Figures> {
  const box = await page.locator('main canvas').first().boundingBox();
  if (!box) return {};
  const running = page.evaluate(() => window.bench.frames(1_500, () => undefined));
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + box.width * 0.3, y);
  await page.mouse.down();
  for (let step = 1; step <= 40; step++) await page.mouse.move(box.x + box.width * (0.3 + step * 0.008), y);
  await page.mouse.up();
  const { p95 } = await running;
  await page.keyboard.press('0');
  await settle(page);
  return { zoomP95Ms: p95 };
}
