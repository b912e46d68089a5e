// A browser with an empty profile for each run, and what is read from it.

import { readFileSync } from 'node:fs';
import { get } from 'node:http';

import { chromium } from '@playwright/test';
import type { Browser, CDPSession, Page } from '@playwright/test';

import { probe } from './probe';

/** By name: milliseconds, bytes, megabytes or counts, as the name says. */
export type Figures = Record<string, number>;

/** A browser is at rest when its processes take no larger share of a processor, over this time. */
const IDLE_SHARE = 0.05;
const PAUSE_MS = 300;

/** Nothing is waited for longer. */
export const LIMIT = 120_000;

export function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    // Without a graphics card, as most machines that build programs.
    args: ['--headless=new', '--no-sandbox', '--disable-gpu', '--enable-precise-memory-info'],
  });
}

/** Runs `measure` in a new browser, which is closed in the end. */
export async function withPage(measure: (page: Page, cdp: CDPSession, browser: Browser) => Promise<Figures>): Promise<Figures> {
  const browser = await launch();
  try {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, timezoneId: 'UTC', locale: 'en-GB' });
    await context.addInitScript(probe);
    const page = await context.newPage();
    page.setDefaultTimeout(LIMIT);
    const cdp = await context.newCDPSession(page);
    await settled(browser);
    return await measure(page, cdp, browser);
  } finally {
    await browser.close();
  }
}

/** Ends when the browser has done what it does when it starts: people open pages in one that runs. */
async function settled(browser: Browser): Promise<void> {
  const session = await browser.newBrowserCDPSession();
  const used = async () => {
    const { processInfo } = await session.send('SystemInfo.getProcessInfo');
    return processInfo.reduce((sum, { cpuTime }) => sum + cpuTime, 0);
  };
  const since = performance.now();
  for (let before = Number.NEGATIVE_INFINITY, now = await used(); now - before > IDLE_SHARE * (PAUSE_MS / 1000); ) {
    if (performance.now() - since > LIMIT) throw new Error('the browser does not come to rest');
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    before = now;
    now = await used();
  }
  await session.detach();
}

/** ms from navigation to the mark of this name. */
export function markOf(page: Page, name: string): Promise<number> {
  return page
    .waitForFunction((mark) => performance.getEntriesByName(mark)[0]?.startTime, name, { timeout: LIMIT, polling: 50 })
    .then((handle) => handle.jsonValue())
    .then((at) => at ?? Number.NaN);
}

/** JavaScript's heap once garbage is collected, and the resident memory of the page's process with its workers. */
export async function memoryOf(browser: Browser, cdp: CDPSession): Promise<Figures> {
  for (let times = 0; times < 2; times++) await cdp.send('HeapProfiler.collectGarbage');
  const { usedSize } = await cdp.send('Runtime.getHeapUsage');
  return { heapMB: usedSize / 2 ** 20, rendererMB: await rendererMB(browser) };
}

async function rendererMB(browser: Browser): Promise<number> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  const shares = processInfo
    .filter(({ type }) => type === 'renderer')
    .map(({ id }) => Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${id}/smaps_rollup`, 'utf8'))?.[1] ?? 0));
  return Math.max(...shares) / 1024;
}

/** Bytes on the wire of an answer, compressed as a browser asks for it. */
export function wireBytes(address: string): Promise<number> {
  return new Promise((done, fail) => {
    const request = get(address, { headers: { 'accept-encoding': 'gzip, deflate, br, zstd' } }, (response) => {
      let bytes = 0;
      response.on('data', (chunk: Buffer) => (bytes += chunk.length));
      response.on('end', () => done(bytes));
      response.on('error', fail);
    });
    request.on('error', fail);
  });
}
