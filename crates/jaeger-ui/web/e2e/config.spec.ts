// A path before the app, and configurations that operators write.

import { binaryOf, start } from './program';
import { expect, results, settled, spanRows, test } from './test';

test('everything works below a path', async ({ page, world }) => {
  const { url, traceId } = world.prefixed;
  const outside: string[] = [];
  page.on('request', (request) => {
    if (!request.url().startsWith(`${url}/`) && request.url().startsWith('http')) outside.push(request.url());
  });
  await page.goto(`${url}/search`);
  await expect(page).toHaveURL(new RegExp('/jaeger/search'));
  await results(page).getByRole('link').first().click();
  await expect(page).toHaveURL(new RegExp('/jaeger/trace/'));
  await page.goto(`${url}/trace/${traceId}`);
  await expect(spanRows(page).first()).toBeVisible();
  await page.reload();
  await expect(spanRows(page).first()).toBeVisible();
  expect(outside).toEqual([]);
});

test('no file is asked for at a wrong address', async ({ page, world }) => {
  const wasted: string[] = [];
  page.on('response', (response) => {
    const type = response.request().resourceType();
    if ((type === 'script' || type === 'stylesheet') && /html/.test(response.headers()['content-type'] ?? '')) wasted.push(response.url());
  });
  await page.goto(`${world.prefixed.url}/trace/${world.prefixed.traceId}`);
  await settled(page);
  expect(wasted).toEqual([]);
});

test("a configuration in JSON: Jaeger's words, menus, limits, links", async ({ page, world }) => {
  const { url, traceId } = world.prefixed;
  await page.goto(`${url}/search`);
  await expect(page.getByRole('link', { name: 'Runbook' })).toHaveAttribute('href', 'https://runbook.example/');
  await expect(page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Dependencies' })).toHaveCount(0);
  await page.getByRole('button', { name: 'More' }).first().click();
  await expect(page.getByRole('menuitem', { name: 'Status' })).toBeVisible();
  await expect(page.getByRole('menuitem', { name: 'Trap' })).toHaveCount(0);

  await page.goto(`${url}/trace/${traceId}`);
  await spanRows(page).first().click();
  await expect(page.getByRole('tab', { name: /^Tags/ })).toBeVisible();
  await expect(page.getByRole('tab', { name: /^Process/ })).toBeVisible();
  await expect(page.locator('a[href^="https://users.example/u-"]').first()).toBeVisible();
  await expect(page.locator('a[href^="javascript:"]')).toHaveCount(0);
});

test('a configuration in JavaScript', async ({ page, world }) => {
  await page.goto(`${world.scripted.url}/search`);
  await expect(page.getByRole('link', { name: 'Made by a script' })).toHaveAttribute('href', 'https://script.example/');
});

const ANALYTICS = ['https://region1.google-analytics.com/g/collect', 'https://region1.analytics.google.com/g/collect'];
const OTHERS = ['https://elsewhere.example/', 'https://google-analytics.com.elsewhere.example/', 'https://cdn.stats.example/'];

test('analytics and scripts reach the hosts that the configuration brings with it, and no others', async ({ page, watch }) => {
  test.skip(process.env.JAEGER_STATIC_FILES !== undefined, 'files that are not compiled in are served without a policy');
  const program = await start(binaryOf('debug'), ['--query.ui-config=e2e/config/tracked.json']);
  try {
    const reached = new Set<string>();
    // Nobody outside is asked: what the policy lets go is answered here.
    await page.route(
      (url) => url.hostname !== '127.0.0.1',
      (route) => {
        reached.add(`${route.request().resourceType()} ${new URL(route.request().url()).hostname}`);
        return route.fulfill({ contentType: 'text/javascript', body: 'window.analytics = dataLayer.length' });
      },
    );
    await page.goto(`${program.query}/search`);
    await expect.poll(() => page.evaluate('window.analytics')).toBeGreaterThan(1);
    await page.evaluate(sendTo, [...ANALYTICS, ...OTHERS]);
    expect([...reached].toSorted()).toEqual([
      'fetch region1.analytics.google.com', 'fetch region1.google-analytics.com', 'fetch stats.example',
      'image region1.google-analytics.com', 'script www.googletagmanager.com',
    ]);
    watch.expect(/^policy: (connect|img)-src/);
    watch.expect(/^console: .*Content Security Policy/);
  } finally {
    await program.stop();
  }
});

/** Runs in the page: in the two ways in which figures leave it. */
async function sendTo(addresses: string[]): Promise<void> {
  for (const address of addresses) {
    await fetch(address, { method: 'POST', mode: 'no-cors' }).catch(() => undefined);
    await new Promise((done) => {
      const image = new Image();
      image.onload = image.onerror = done;
      image.src = address;
    });
  }
}

test('a server with nothing says what to do', async ({ page, world }) => {
  await page.goto(`${world.empty.url}/search`);
  await expect(page.getByRole('main').getByText(/^No traces yet/)).toBeVisible();
});

test.describe('a stock Jaeger', () => {
  test.beforeEach(async ({ page, world }) => {
    await page.route(`${world.shop.url}/**`, async (route) => {
      if (route.request().url().includes('/api/ui/')) return route.fulfill({ status: 404, body: '404 page not found' });
      if (route.request().resourceType() !== 'document') return route.fallback();
      const response = await route.fetch();
      return route.fulfill({ response, body: (await response.text()).replace(/"uiApi":\s*1,?/, '').replace(/,(\s*})/, '$1') });
    });
  });

  test('can be searched', async ({ page, world }) => {
    await page.goto(`${world.shop.url}/search?service=storefront`);
    await expect(results(page)).toContainText('storefront');
  });

  test('shows a trace, and what is in its spans', async ({ page, world }) => {
    const trace = world.shop.traces.find(({ failing }) => failing);
    await page.goto(`${world.shop.url}/trace/${trace?.traceId}?sel=${trace?.failing?.spanId}`);
    await expect(spanRows(page).first()).toBeVisible();
    await expect(page.getByText(trace?.failing?.message ?? '').first()).toBeVisible();
  });
});
