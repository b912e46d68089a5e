// What the server may do wrong. Each time the page says what happened, and there is a way on.

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { Page, Route } from '@playwright/test';

import { expect, expectNoOverflow, results, resultRows, spanRows, test } from './test';

const FAILURES: [what: string, answer: (route: Route) => Promise<void>][] = [
  ['400', (route) => route.fulfill({ status: 400, json: { error: { httpCode: 400, message: 'the filter is not understood' } } })],
  ['404', (route) => route.fulfill({ status: 404, json: { errors: [{ code: 404, msg: 'trace not found' }] } })],
  ['500', (route) => route.fulfill({ status: 500, body: 'storage: connection refused' })],
  ['501', (route) => route.fulfill({ status: 501, json: { error: { httpCode: 501, message: 'not supported by this storage' } } })],
  ['503 in HTML', (route) => route.fulfill({ status: 503, contentType: 'text/html', body: '<html><body><h1>503</h1></body></html>' })],
  ['broken JSON', (route) => route.fulfill({ status: 200, contentType: 'application/json', body: '{"summaries": [' })],
  ['JSON of another shape', (route) => route.fulfill({ status: 200, json: { summaries: 'none', result: 5, data: { a: 1 } } })],
  ['nothing', (route) => route.fulfill({ status: 200, contentType: 'application/json', body: '' })],
  ['no connection', (route) => route.abort('connectionrefused')],
  ['504 of a proxy', (route) => route.fulfill({ status: 504, contentType: 'text/html', body: '<html><title>504</title></html>' })],
  ['half of an answer', (route) => route.continue({ url: broken.url })],
];

/** Says that much will come, sends a part of it, and is gone. */
const broken = {
  url: '',
  server: createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100000' });
    response.write('{"summaries":[{"traceId":"0af7651916cd43dd8448eb211c80319c",', () => response.destroy());
  }),
};

test.beforeAll(async () => {
  await new Promise<void>((done) => broken.server.listen(0, '127.0.0.1', done));
  broken.url = `http://127.0.0.1:${(broken.server.address() as AddressInfo).port}/`;
});
test.afterAll(() => broken.server.close());

const PAGES: [page: string, path: (traceId: string) => string, api: RegExp][] = [
  ['search', () => '/search?service=storefront&lookback=1h', /\/api\/(v3\/(trace-summaries|services)|ui\/v1\/overview|traces)/],
  ['trace', (id) => `/trace/${id}`, /\/api\/(v3|ui\/v1)?\/?traces\//],
  ['compare', (id) => `/trace/${id}...${id}`, /\/api\/(v3|ui\/v1)?\/?traces\//],
  ['dependencies', () => '/dependencies', /\/api\/(v3\/)?dependencies/],
  ['monitor', () => '/monitor?service=storefront', /\/api\/(metrics|v3\/services)/],
  ['quality', () => '/quality-metrics', /\/api\/ui\/v1\/quality/],
];

for (const [where, path, api] of PAGES) {
  for (const [what, answer] of FAILURES) {
    test(`${where}: ${what}`, async ({ page, world }) => {
      await page.route(api, answer);
      await page.goto(world.shop.url + path(world.shop.traces[0].traceId));
      await expectWayOn(page);
      await expectNoOverflow(page);
    });
  }
}

/** A sentence, and something to press that is not the bar on top. */
async function expectWayOn(page: Page): Promise<void> {
  const main = page.getByRole('main');
  const said = main.getByRole('alert').or(main.getByText(/could not|not found|no such|no trace|no spans|no service|had no|sent no|not check|nothing/i));
  await expect(said.filter({ visible: true }).first()).toBeVisible({ timeout: 15_000 });
  await expect(main.getByRole('button').or(main.getByRole('link')).first()).toBeVisible();
}

test('a search that failed succeeds when it is tried again', async ({ page, world }) => {
  let broken = true;
  await page.route(/\/api\/v3\/trace-summaries/, (route) => (broken ? route.fulfill({ status: 500, body: 'no' }) : route.continue()));
  await page.goto(`${world.shop.url}/search?service=storefront`);
  const again = page.getByRole('main').getByRole('button', { name: 'Try again' }).first();
  await expect(again).toBeVisible();
  broken = false;
  await again.click();
  await expect(results(page)).toContainText('storefront');
});

for (const [where, path, api] of PAGES) {
  test(`${where}: no answer ever`, async ({ page, world }) => {
    let isStuck = true;
    await page.clock.install();
    await page.route(api, (route) => (isStuck ? undefined : route.continue()));
    await page.goto(world.shop.url + path(world.shop.traces[0].traceId), { waitUntil: 'commit' });
    const said = page.getByRole('main').getByText(/Still loading/).first();
    await expect(async () => {
      await page.clock.runFor(5_000);
      await expect(said).toBeVisible({ timeout: 500 });
    }).toPass();
    await expectNoOverflow(page);
    isStuck = false;
    await said.getByRole('button', { name: 'Reload' }).focus();
    await page.keyboard.press('Enter');
    await expect(said).toHaveCount(0);
    await expect(page.getByRole('main').getByRole('heading', { level: 1 })).toHaveCount(1);
  });
}

test('results stand although their figures do not come', async ({ page, world }) => {
  await page.route(/\/api\/ui\/v1\/overview/, (route) => route.fulfill({ status: 500, body: 'out of memory' }));
  await page.goto(`${world.shop.url}/search?service=storefront&lookback=1h`);
  await expect(resultRows(page).first()).toBeVisible();
  await expectNoOverflow(page);
});

test('a trace stands although one of its spans does not come, which can be asked for again', async ({ page, world }) => {
  let isBroken = true;
  await page.route(/\/spans\?ids=/, (route) => (isBroken ? route.fulfill({ status: 500, body: 'disk gone' }) : route.continue()));
  const found = world.shop.traces.find(({ failing }) => failing);
  await page.goto(`${world.shop.url}/trace/${found?.traceId}?sel=${found?.failing?.spanId}`);
  await expect(spanRows(page).first()).toBeVisible();
  const detail = page.getByRole('region', { name: 'Span', exact: true });
  await expect(detail.getByRole('alert')).toContainText('disk gone');
  isBroken = false;
  await detail.getByRole('button', { name: 'Try again' }).click();
  await expect(detail.getByText(found?.failing?.message ?? '').first()).toBeVisible();
});

test('columns of which half came are no trace', async ({ page, world }) => {
  await page.route(/\/columns/, async (route) => {
    const response = await route.fetch();
    const body = await response.body();
    await route.fulfill({ response, body: body.subarray(0, body.length / 2) });
  });
  await page.goto(`${world.shop.url}/trace/${world.shop.traces[0].traceId}`);
  await expect(page.getByRole('main').getByRole('alert').first()).toBeVisible();
  await expect(page.getByRole('main').getByRole('button', { name: 'Try again' })).toBeVisible();
});

test('a slow answer is waited for in sight, and the page can be left', async ({ page, world }) => {
  await page.route(/\/api\/(v3|ui\/v1)\/traces\//, async (route) => {
    await new Promise((done) => setTimeout(done, 4_000));
    await route.continue().catch(() => undefined);
  });
  await page.goto(`${world.shop.url}/trace/${world.shop.traces[0].traceId}`, { waitUntil: 'commit' });
  await expect(page.locator('[aria-busy=true]').or(page.getByText(/Loading/)).first()).toBeVisible();
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Search' }).click();
  await expect(results(page)).toBeVisible();
});

test('without a network the page says so', async ({ page, world, context }) => {
  await page.goto(`${world.shop.url}/search?service=storefront`);
  await expect(results(page)).toBeVisible();
  await context.setOffline(true);
  await expect(page.getByText(/offline|no network/i).first()).toBeVisible();
  await context.setOffline(false);
  await expect(page.getByText(/offline|no network/i)).toHaveCount(0);
});

test('a trace that is not there can be looked for', async ({ page, world }) => {
  await page.goto(`${world.shop.url}/trace/00000000000000000000000000000abc`);
  await expect(page.getByRole('main').getByText('There is no such trace').first()).toBeVisible();
  await expect(page.getByRole('main').getByRole('link').or(page.getByRole('main').getByRole('button')).first()).toBeVisible();
});
