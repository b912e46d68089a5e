// What each key of the UI configuration changes in a page, beside what the page is without it.

import type { Locator, Page } from '@playwright/test';

import { configure } from './configured';
import { expect, settled, spanRows, test } from './test';
import type { World } from './world';

interface Case {
  key: string;
  config: object;
  /** What the server can do, with the key and without. */
  capabilities?: Record<string, boolean>;
  path(world: World): string;
  /** Opens what has to be open. */
  open?(page: Page): Promise<unknown>;
  /** What the page shows of it. */
  read(page: Page): Promise<unknown>;
  without: unknown;
  with: unknown;
}

const failed = ({ shop }: World) => {
  const found = shop.traces.find(({ failing }) => failing);
  return `/trace/${found?.traceId}?sel=${found?.failing?.spanId}`;
};
const trace = ({ shop }: World) => `/trace/${shop.traces[0].traceId}`;
const search = () => '/search?service=storefront';
const bare = () => '/search';

const has = (find: (page: Page) => Locator) => async (page: Page) => (await find(page).count()) > 0;
const place = (name: string) => has((page) => page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name }));
const options = (label: string) => (page: Page) =>
  page.getByRole('combobox', { name: label }).locator('option').evaluateAll((all) => all.map((one) => (one as HTMLOptionElement).value));
const detail = (page: Page) => page.getByRole('region', { name: 'Span', exact: true });
const tab = (name: string) => (page: Page) => detail(page).getByRole('tab', { name: new RegExp(`^${name}`) }).click();
const hrefs = (start: string) => (page: Page) =>
  page.locator(`a[href^="${start}"]`).evaluateAll((all) => [...new Set(all.map((one) => one.getAttribute('href')))].slice(0, 1));
const link = { label: 'Wiki', url: 'https://wiki.example/' };
const pattern = (type: string, key: string, url: string) => ({ linkPatterns: [{ type, key, url, text: 'Out' }] });

const CASES: Case[] = [
  {
    key: 'archiveEnabled', config: { archiveEnabled: false }, capabilities: { archiveStorage: true }, path: trace,
    read: has((page) => page.getByRole('button', { name: 'Archive' })), without: true, with: false,
  },
  {
    key: 'criticalPathEnabled', config: { criticalPathEnabled: false }, path: trace,
    read: has((page) => page.getByRole('button', { name: 'Critical path' })), without: true, with: false,
  },
  {
    key: 'dependencies.menuEnabled', config: { dependencies: { menuEnabled: false } }, path: bare,
    read: place('Dependencies'), without: true, with: false,
  },
  {
    key: 'dependencies.dagMaxNumServices', config: { dependencies: { dagMaxNumServices: 2 } }, path: () => '/dependencies',
    read: has((page) => page.getByText(/more than a graph can show/)), without: false, with: true,
  },
  {
    key: 'menu', config: { menu: [link] }, path: bare,
    read: has((page) => page.getByRole('banner').getByRole('link', { name: 'Wiki' })), without: false, with: true,
  },
  {
    key: 'search.defaultLookback', config: { search: { defaultLookback: '2h' } }, path: search,
    read: (page) => page.getByRole('combobox', { name: 'Time range' }).inputValue(), without: '1h', with: '2h',
  },
  {
    key: 'search.maxLookback', config: { search: { maxLookback: { label: '6 hours', value: '6h' } } }, path: search,
    read: async (page) => (await options('Time range')(page)).at(-2), without: '2d', with: '6h',
  },
  {
    key: 'search.maxLimit', config: { search: { maxLimit: 100 } }, path: search,
    read: async (page) => (await options('Limit')(page)).at(-1), without: '1500', with: '100',
  },
  {
    key: 'traceIdDisplayLength', config: { traceIdDisplayLength: 12 }, path: trace,
    read: async (page) => (await page.getByRole('main').locator('code').first().textContent())?.trim().length, without: 7, with: 12,
  },
  {
    key: 'topTagPrefixes', config: { topTagPrefixes: ['thread.', 'tenant'] }, path: failed,
    read: (page) => detail(page).getByRole('tabpanel').locator('dt').first().textContent(),
    without: expect.stringMatching(/^(?!thread)/), with: 'thread.name',
  },
  {
    key: 'linkPatterns of traces',
    config: { linkPatterns: [{ type: 'traces', url: 'https://t.example/#{traceID}/#{startTime | epoch_micros_to_date_iso}', text: 'Logs of the trace' }] },
    path: trace, open: (page) => page.getByRole('main').getByRole('button', { name: 'More', exact: true }).click(),
    read: hrefs('https://t.example/'), without: [], with: [expect.stringMatching(/^https:\/\/t\.example\/[0-9a-f]{32}\/20\d\d-.*Z$/)],
  },
  {
    key: 'linkPatterns of attributes', config: pattern('tags', 'tenant', 'https://a.example/#{tenant}?#{duration | pad_start 20 0}'),
    path: trace, open: (page) => spanRows(page).first().click(),
    read: hrefs('https://a.example/'), without: [], with: [expect.stringMatching(/^https:\/\/a\.example\/\w+\?0{5}\d{15}$/)],
  },
  {
    key: 'linkPatterns of resources', config: pattern('process', 'service.version', 'https://p.example/#{service.version}'),
    path: failed, open: tab('Resource'),
    read: hrefs('https://p.example/'), without: [], with: [expect.stringMatching(/^https:\/\/p\.example\/\d/)],
  },
  {
    key: 'linkPatterns of events', config: pattern('logs', 'exception.type', 'https://e.example/#{exception.type}/#{spanID}'),
    path: failed, open: tab('Events'),
    read: hrefs('https://e.example/'), without: [], with: [expect.stringMatching(/^https:\/\/e\.example\/.+\/[0-9a-f]{16}$/)],
  },
  {
    key: 'monitor.menuEnabled', config: { monitor: { menuEnabled: false } }, path: bare,
    read: place('Monitor'), without: true, with: false,
  },
  {
    key: 'monitor.emptyState', capabilities: { metricsStorage: false }, path: () => '/monitor',
    config: { monitor: { emptyState: { mainTitle: 'No figures yet', subTitle: 'Ask the team', alert: { message: 'Mind this' } } } },
    read: async (page) => Promise.all(['No figures yet', 'Ask the team', 'Mind this'].map((text) => page.getByText(text).count())),
    without: [0, 0, 0], with: [1, 1, 1],
  },
  {
    key: 'monitor.docsLink', config: { monitor: { docsLink: 'https://docs.example/' } }, capabilities: { metricsStorage: false },
    path: () => '/monitor', read: hrefs('https://docs.example/'), without: [], with: ['https://docs.example/'],
  },
  {
    key: 'qualityMetrics.menuEnabled', config: { qualityMetrics: { menuEnabled: false } }, path: bare,
    read: place('Quality'), without: true, with: false,
  },
  {
    key: 'qualityMetrics.menuLabel', config: { qualityMetrics: { menuLabel: 'Health' } }, path: bare,
    read: place('Health'), without: false, with: true,
  },
  {
    key: 'traceDiff.helpLink', config: { traceDiff: { helpLink: 'https://help.example/' } }, path: () => '/trace/...',
    read: hrefs('https://help.example/'), without: [], with: ['https://help.example/'],
  },
  {
    key: 'disableFileUploadControl', config: { disableFileUploadControl: true }, path: search,
    read: has((page) => page.locator('input[type=file]')), without: true, with: false,
  },
  {
    key: 'disableJsonView', config: { disableJsonView: true }, path: (world) => `${trace(world)}?view=json`,
    open: (page) => page.getByRole('main').getByRole('button', { name: 'More', exact: true }).click(),
    read: (page) => page.getByText(/JSON/).filter({ visible: true }).count(), without: expect.not.closeTo(0), with: 0,
  },
  {
    key: 'forbidNewPage', config: { forbidNewPage: true, menu: [link] }, path: bare,
    read: has((page) => page.locator('a[target=_blank]')), without: true, with: false,
    open: (page) => page.getByRole('button', { name: 'Help and keys of this page' }).click(),
  },
  {
    key: 'themes.enabled', config: { themes: { enabled: false } }, path: bare,
    read: async (page) => [await page.getByRole('button', { name: 'Theme' }).count(), await page.locator('html').getAttribute('data-theme')],
    without: [1, 'dark'], with: [0, 'light'],
  },
  {
    key: 'traceTimeline.enableSidePanel', config: { traceTimeline: { enableSidePanel: false } }, path: failed,
    read: has((page) => page.getByRole('tabpanel').filter({ has: page.getByRole('treegrid') }).getByRole('region', { name: 'Span', exact: true })),
    without: false, with: true,
  },
  {
    key: 'traceTimeline.defaultDetailPanelMode', config: { traceTimeline: { defaultDetailPanelMode: 'inline' } }, path: failed,
    read: has((page) => page.getByRole('tabpanel').filter({ has: page.getByRole('treegrid') }).getByRole('region', { name: 'Span', exact: true })),
    without: false, with: true,
  },
  {
    key: 'traceTimeline.spanPillsEnabled', config: { traceTimeline: { spanPillsEnabled: false } }, path: trace,
    read: has((page) => spanRows(page).getByText(/^(GET|POST|postgresql|redis|\d{3})$/i)), without: true, with: false,
  },
  {
    key: 'useOpenTelemetryTerms', config: { useOpenTelemetryTerms: false }, path: failed,
    read: (page) => detail(page).getByRole('tab').evaluateAll((all) => all.map((one) => one.textContent?.replace(/[\d,]+$/, '').trim())),
    without: ['Attributes', 'Resource', 'Events', 'Links'], with: ['Tags', 'Process', 'Logs', 'References'],
  },
  {
    key: 'dependenciesMenuEnabled', config: { dependenciesMenuEnabled: false }, path: bare,
    read: place('Dependencies'), without: true, with: false,
  },
  {
    key: 'deepDependencies.menuEnabled', config: { deepDependencies: { menuEnabled: true } }, path: bare,
    read: place('Paths'), without: false, with: true,
  },
  {
    key: 'scripts', config: { scripts: [{ type: 'inline', text: 'document.documentElement.dataset.ran = "yes"' }] }, path: bare,
    read: (page) => page.locator('html').getAttribute('data-ran'), without: null, with: 'yes',
  },
];

test.use({ colorScheme: 'dark' });

for (const { key, config, capabilities, path, open, read, without, with: given } of CASES) {
  for (const [how, told, expected] of [['without', {}, without], ['with', { config }, given]] as const) {
    test(`${how} ${key}`, async ({ page, world }) => {
      await configure(page, { ...told, capabilities });
      await page.goto(world.shop.url + path(world));
      await settled(page);
      await open?.(page);
      await expect.poll(() => read(page)).toEqual(expected);
    });
  }
}

test('keys that have no effect do no harm, nor do values of the wrong kind', async ({ page, world }) => {
  await configure(page, {
    config: {
      traceGraph: { layoutManagerMemory: 1 }, pathAgnosticDecorations: [{ acronym: 'A' }], qualityMetrics: { apiEndpoint: '/x' },
      tracing: { enabled: true, sampleRatio: 1 }, storageCapabilities: { archiveStorage: true },
      menu: 'none', search: null, linkPatterns: [null, 5], topTagPrefixes: 'a', monitor: [], themes: 'dark', scripts: [null],
    },
  });
  for (const path of [search(), failed(world), '/dependencies', '/monitor', '/quality-metrics']) {
    await page.goto(world.shop.url + path);
    await settled(page);
    await expect(page.getByRole('alert')).toHaveCount(0);
  }
});

test('functions of a configuration in JavaScript', async ({ page, world }) => {
  await configure(page, {
    capabilities: { metricsStorage: false },
    script: `function UIConfig() {
      const told = (window.told = []);
      return {
        linkPatterns: [{ type: 'tags', key: /^ten/, value: (text) => text !== '', url: 'https://f.example/#{tenant}', text: 'Out' }],
        monitor: { emptyState: { button: { text: 'Set it up', onClick: () => told.push('pressed') } } },
        tracking: { customWebAnalytics: () => ({
          init: () => told.push('init'), trackPageView: (path) => told.push(path), trackError: () => {}, isEnabled: () => true,
        }) },
      };
    }`,
  });
  await page.goto(`${world.shop.url}/monitor`);
  await page.getByRole('button', { name: 'Set it up' }).click();
  expect(await page.evaluate(() => (window as unknown as { told: unknown }).told)).toEqual(['init', '/monitor', 'pressed']);
  await page.goto(world.shop.url + trace(world));
  await spanRows(page).first().click();
  await expect.poll(() => hrefs('https://f.example/')(page)).toEqual([expect.stringMatching(/example\/\w+$/)]);
});

test('a configuration that fails leaves the defaults and says so', async ({ page, world }) => {
  await configure(page, { script: 'function UIConfig() { return nothingOfThisName; }' });
  await page.goto(world.shop.url + search());
  await expect(page.getByRole('alert').getByText(/configuration failed: nothingOfThisName/)).toBeVisible();
  await expect(page.getByRole('grid', { name: 'Traces' })).toBeVisible();
});
