// The pages that pictures are taken of and whose accessibility is checked.

import type { Page } from '@playwright/test';

import { TEXTBOOK } from './data/textbook';
import { expect, resultRows, spanRows, settled } from './test';
import { FIXED_NOW } from './world';
import type { Shop, World } from './world';

export interface Place {
  name: string;
  path(shop: Shop): string;
  /** Looked at on a wide window only. */
  desk?: true;
  /** Waits for what the page is about, and opens what should be open. */
  ready(page: Page, shop: Shop): Promise<void>;
}

const END = FIXED_NOW.getTime();
const HOUR = 3_600_000;
const range = `start=${(END - HOUR) * 1000}&end=${END * 1000}&lookback=1h`;

const rows = async (page: Page) => {
  await expect(resultRows(page).first()).toBeVisible();
  await settled(page);
};
const spans = async (page: Page) => {
  await expect(spanRows(page).nth(1)).toBeVisible();
  await settled(page);
};
const panel = async (page: Page) => {
  await expect(page.getByRole('tabpanel').first()).toBeVisible();
  await settled(page);
};

/** A failed trace of middle size. */
export function failedTrace(shop: Shop) {
  const found = shop.traces.find(({ failing, spans: size, duration }) => failing && size >= 35 && duration > 200_000_000);
  if (!found?.failing) throw new Error('no trace failed');
  return { ...found, failing: found.failing };
}

/** Two traces of one kind. */
function compared(shop: Shop): string {
  const same = shop.traces.filter(({ root, spans: size }) => root === failedTrace(shop).root && size > 25);
  return `/trace/${same[0].traceId}...${same[1].traceId}`;
}

const view = (name: string, query: string): Place => ({
  name: `trace-${name}`,
  path: (shop) => `/trace/${failedTrace(shop).traceId}?${query}`,
  ready: panel,
});

export const PLACES: readonly Place[] = [
  { name: 'search', path: () => `/search?service=storefront&limit=50&${range}`, ready: rows },
  { name: 'search-cards', desk: true, path: () => `/search?service=storefront&view=cards&${range}`, ready: settled },
  { name: 'search-query', desk: true, path: () => `/search?q=${encodeURIComponent('{ resource.service.name = "storefront" && status = error }')}&${range}`, ready: rows },
  {
    name: 'search-in-common',
    path: () => `/search?service=${TEXTBOOK.service}&limit=100&sort=errors_desc&${range}`,
    async ready(page) {
      await rows(page);
      for (let row = 0; row < TEXTBOOK.failed; row++) await resultRows(page).nth(row).getByRole('checkbox').check({ force: true });
      await page.getByRole('group', { name: 'Ticked traces' }).getByRole('button', { name: /in common/ }).click();
      await expect(page.getByText(TEXTBOOK.value).first()).toBeVisible();
    },
  },
  { name: 'search-graph', desk: true, path: () => `/search?service=storefront&view=ddg&${range}`, ready: settled },
  { name: 'trace', path: (shop) => `/trace/${failedTrace(shop).traceId}`, ready: spans },
  {
    name: 'trace-span',
    path: (shop) => `/trace/${failedTrace(shop).traceId}?sel=${failedTrace(shop).failing.spanId}`,
    async ready(page, shop) {
      await spans(page);
      await expect(page.getByText(failedTrace(shop).failing.message).first()).toBeVisible();
    },
  },
  { name: 'trace-big', path: (shop) => `/trace/${shop.big}?uiFind=needle`, ready: spans },
  { name: 'trace-loop', desk: true, path: (shop) => `/trace/${shop.odd.loop}`, ready: spans },
  view('flame', 'view=flame'),
  view('graph', 'view=graph'),
  view('statistics', 'view=stats'),
  view('spans', 'view=spans'),
  view('events', 'view=events'),
  view('json', 'view=json'),
  {
    name: 'trace-genai',
    path: (shop) => `/trace/${shop.odd.trip}?view=genai`,
    async ready(page) {
      await expect(page.getByRole('region', { name: 'GenAI' }).getByRole('heading', { level: 3 })).toHaveCount(7);
      await settled(page);
    },
  },
  {
    name: 'compare',
    path: (shop) => compared(shop),
    ready: settled,
  },
  {
    name: 'compare-structure',
    desk: true,
    path: (shop) => `${compared(shop)}?cm=structure`,
    ready: settled,
  },
  {
    name: 'compare-graph',
    desk: true,
    path: (shop) => `${compared(shop)}?cm=structure&view=graph`,
    ready: settled,
  },
  { name: 'search-facets', desk: true, path: () => `/search?service=storefront&facet=http.route&facet=http.response.status_code&${range}`, ready: rows },
  { name: 'dependencies', path: () => `/dependencies?start=${END - HOUR}&end=${END}`, ready: settled },
  { name: 'dependencies-table', desk: true, path: () => `/dependencies?view=table&start=${END - HOUR}&end=${END}`, ready: settled },
  {
    name: 'paths',
    path: () => `/deep-dependencies?service=orders&start=${(END - HOUR) * 1000}&end=${END * 1000}`,
    async ready(page) {
      await expect(page.getByRole('group', { name: 'Graph of paths' }).getByRole('button').first()).toBeVisible();
      await settled(page);
    },
  },
  { name: 'monitor', path: () => '/monitor', ready: settled },
  { name: 'monitor-service', path: () => '/monitor?service=storefront', ready: settled },
  { name: 'quality', path: () => '/quality-metrics', ready: settled },
];

/** Pages of a server that holds nothing, or of addresses that lead nowhere. */
export const EMPTY_PLACES: readonly { name: string; path: string }[] = [
  { name: 'search', path: '/search' },
  { name: 'trace', path: '/trace/00000000000000000000000000000abc' },
  { name: 'compare', path: '/trace/...' },
  { name: 'dependencies', path: '/dependencies' },
  { name: 'paths', path: '/deep-dependencies?service=storefront' },
  { name: 'monitor', path: '/monitor' },
  { name: 'quality', path: '/quality-metrics' },
  { name: 'nowhere', path: '/nowhere' },
];

/** Pages whose every request to the API fails. */
export const FAILED_PLACES: readonly { name: string; path: string }[] = [
  { name: 'search', path: '/search?service=storefront&lookback=1h' },
  { name: 'trace', path: '/trace/00000000000000000000000000000abc' },
  { name: 'compare', path: '/trace/abc...def' },
  { name: 'dependencies', path: '/dependencies' },
  { name: 'paths', path: '/deep-dependencies?service=storefront' },
  { name: 'monitor', path: '/monitor?service=storefront' },
  { name: 'quality', path: '/quality-metrics' },
];

/** The page's clock stands still, and the theme is chosen. */
export async function stage(page: Page, theme: 'light' | 'dark', { fixed, prefixed }: World): Promise<void> {
  await page.clock.setFixedTime(FIXED_NOW);
  await page.addInitScript((chosen) => {
    localStorage.setItem('jaeger-ui-theme', chosen);
    localStorage.setItem('jaeger-ui-zone', 'UTC');
  }, theme);
  // The server looks back from its own clock here, so that only one with new traces finds any.
  await page.route(`${fixed.url}/api/ui/v1/quality?**`, async (route) => {
    const { search } = new URL(route.request().url());
    await route.fulfill({ response: await route.fetch({ url: `${prefixed.url}/api/ui/v1/quality${search}` }) });
  });
}
