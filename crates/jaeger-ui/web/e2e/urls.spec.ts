// Every address that Jaeger ever made opens, and shows what it names.

import { expect, settled, test, timeline } from './test';
import type { World } from './world';

const tags = encodeURIComponent(JSON.stringify({ tenant: 'acme', error: 'true' }));

const ADDRESSES: [what: string, path: (world: World) => string][] = [
  ['the root', () => '/'],
  ['the search', () => '/search'],
  ['a search as the form wrote it', ({ loadedAt }) =>
    `/search?service=storefront&operation=${encodeURIComponent('GET /checkout')}&start=${(loadedAt - 3_600_000) * 1000}&end=${loadedAt * 1000}&lookback=1h&limit=20&minDuration=1ms&maxDuration=2.5s&tags=${tags}`],
  ['all operations, by two names', () => '/search?service=storefront&operation=__all_operations__&lookback=custom'],
  ['all operations, by the older name', () => '/search?service=storefront&operation=all&lookback=3h'],
  ['all services', () => '/search?service=__all_services__&lookback=15m'],
  ['a lookback alone', () => '/search?lookback=20m&service=storefront'],
  ['a lookback that is none', () => '/search?lookback=soon&service=storefront&start=x&end=y&limit=many'],
  ['tags one by one', () => '/search?service=storefront&tag=tenant:acme&tag=cache.hit:true'],
  ['traces by their ids', ({ shop }) => `/search?traceID=${shop.traces[0].traceId}&traceID=${shop.traces[1].traceId}`],
  ['spans to be found', ({ shop }) => `/search?span=${shop.traces[3].failing?.spanId}@${shop.traces[3].traceId}&traceID=${shop.traces[3].traceId}`],
  ['the graph of the results', () => '/search?service=storefront&view=ddg&density=ppe&showOp=1&visEncoding=x&decoration=y&hash=z&uiFind=cart'],
  ['a search in a frame', () => '/search?service=storefront&uiEmbed=v0&uiSearchHideGraph=1&uiTheme=dark'],
  ['a trace', ({ shop }) => `/trace/${shop.traces[0].traceId}`],
  ['a trace in capitals', ({ shop }) => `/trace/${shop.traces[0].traceId.toUpperCase()}`],
  ['a trace in base64', ({ shop }) => `/trace/${encodeURIComponent(Buffer.from(shop.traces[0].traceId, 'hex').toString('base64'))}`],
  ['a trace with a text to find', ({ shop }) => `/trace/${shop.traces[0].traceId}?uiFind=${encodeURIComponent('"GET /" -tenant acme')}`],
  ['a span of a trace', ({ shop }) => `/trace/${shop.traces[3].traceId}?uiFind=${shop.traces[3].failing?.spanId}`],
  ['a trace with a filter of services', ({ shop }) => `/trace/${shop.traces[0].traceId}?svcFilter=1234.ff`],
  ['a trace in a frame', ({ shop }) =>
    `/trace/${shop.traces[0].traceId}?uiEmbed=v0&uiTimelineCollapseTitle=1&uiTimelineHideMinimap=1&uiTimelineHideSummary=1&uiTheme=light`],
  ['two traces', ({ shop }) => `/trace/${shop.traces[0].traceId}...${shop.traces[1].traceId}?cohort=${shop.traces[0].traceId}&cohort=${shop.traces[1].traceId}&uiFind=cart`],
  ['one trace of two', ({ shop }) => `/trace/${shop.traces[0].traceId}...`],
  ['the other trace of two', ({ shop }) => `/trace/...${shop.traces[0].traceId}`],
  ['no trace of two', () => '/trace/...'],
  ['dependencies', () => '/dependencies?uiFind=cart'],
  ['deep dependencies', ({ loadedAt }) =>
    `/deep-dependencies?service=storefront&operation=__all_operations__&start=${(loadedAt - 3_600_000) * 1000}&end=${loadedAt * 1000}&density=mc&showOp=0&visEncoding=1&hash=a&uiFind=b`],
  ['monitor', () => '/monitor'],
  ['monitor of a service', () => '/monitor?service=storefront&spanKind=server&timeframe=3600000'],
  ['quality', () => '/quality-metrics?service=storefront&lookback=48'],
];

for (const [what, path] of ADDRESSES) {
  test(`the address of ${what}`, async ({ page, world }) => {
    await page.goto(world.shop.url + path(world));
    await settled(page);
    await expect(page.getByRole('alert')).toHaveCount(0);
    await expect(page).toHaveTitle(/\S/);
  });
}

test('an id in another form becomes the usual one', async ({ page, world }) => {
  const { traceId } = world.shop.traces[0];
  await page.goto(`${world.shop.url}/trace/${traceId.toUpperCase()}`);
  await expect(timeline(page)).toBeVisible();
  await expect(page).toHaveURL(new RegExp(`/trace/${traceId}`));
});

test('an address that is none says so', async ({ page, world }) => {
  await page.goto(`${world.shop.url}/nowhere/at/all`);
  await expect(page.getByRole('link', { name: /search/i }).first()).toBeVisible();
  await expect(page.getByText(/nowhere\/at\/all/).first()).toBeVisible();
});
