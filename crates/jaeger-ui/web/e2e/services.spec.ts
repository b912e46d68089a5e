// Pages about services: what calls what, how it goes, and how well it is instrumented.

import type { Locator, Page } from '@playwright/test';

import { expect, resultRows, settled, test } from './test';

test('dependencies as a graph, a matrix and a table', async ({ page, world }) => {
  await page.goto(`${world.shop.url}/dependencies`);
  await settled(page);
  await expect(page.getByRole('main').getByText('storefront').first()).toBeVisible();
  for (const view of ['matrix', 'table']) {
    await page.goto(`${world.shop.url}/dependencies?view=${view}`);
    await settled(page);
    await expect(page.getByRole('main').getByText('storefront').first()).toBeVisible();
  }
});

test('monitor leads from all services to one, and to its traces', async ({ page, world }) => {
  await page.goto(`${world.shop.url}/monitor`);
  await settled(page);
  const main = page.getByRole('main');
  await main.getByRole('link', { name: /storefront/ }).or(main.getByRole('row', { name: /storefront/ })).first().click();
  await expect(page).toHaveURL(/service=storefront/);
  await expect(main.getByText(/GET \/checkout/).first()).toBeVisible();
  await main.getByRole('link', { name: /View traces/ }).first().click();
  await expect(page).toHaveURL(/\/search\?.*service=storefront/);
});

test('quality leads to an example', async ({ page, world }) => {
  await page.goto(`${world.shop.url}/quality-metrics`);
  await settled(page);
  await expect(page.getByRole('main').getByText('odd-report').first()).toBeVisible();
});

const drawing = (page: Page) => page.getByRole('region', { name: 'Graph of services' });

test('the graph of services is zoomed by buttons and moved by dragging and by keys', async ({ page, world }) => {
  await page.goto(`${world.shop.url}/dependencies`);
  const picture = drawing(page).getByRole('img');
  await expect(picture).toBeVisible();
  const width = async () => (await picture.boundingBox())?.width ?? 0;
  const before = await width();
  for (let press = 0; press < 3; press++) await page.getByRole('button', { name: 'Larger' }).click();
  await expect.poll(width).toBeGreaterThan(before * 1.5);

  const place = () => drawing(page).evaluate(({ scrollLeft, scrollTop }) => [scrollLeft, scrollTop]);
  await drawing(page).evaluate((element) => element.scrollTo(0, 0));
  const box = await drawing(page).boundingBox();
  if (!box) throw new Error('no graph');
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2 - 120, box.y + box.height / 2 - 40, { steps: 4 });
  await page.mouse.up();
  await expect.poll(async () => (await place())[0]).toBeGreaterThan(60);
  // The end of a drag chooses nothing.
  await expect(page).not.toHaveURL(/sel=/);

  await drawing(page).evaluate((element) => element.scrollTo(0, 0));
  await drawing(page).focus();
  await page.keyboard.press('ArrowRight');
  await expect.poll(async () => (await place())[0]).toBeGreaterThan(0);

  await page.getByRole('button', { name: 'Smaller' }).click();
  await page.getByRole('button', { name: 'Fit' }).click();
  await expectWhole(page);
});

/** All of the graph is in sight. */
async function expectWhole(page: Page): Promise<void> {
  await expect(page.getByText(/^Part in sight/)).toBeHidden();
  const [box, picture] = [await drawing(page).boundingBox(), await drawing(page).getByRole('img').boundingBox()];
  expect(picture?.width).toBeLessThanOrEqual(box?.width ?? 0);
  expect(picture?.height).toBeLessThanOrEqual(box?.height ?? 0);
}

test('a graph that has room opens whole', async ({ page, world }) => {
  await page.setViewportSize({ width: 1800, height: 1300 });
  await page.goto(`${world.shop.url}/dependencies`);
  await expect(drawing(page).getByRole('img')).toBeVisible();
  await expectWhole(page);
});

test('a graph that has no room opens legible, from its beginning or about what is chosen, and says so', async ({ page, world }) => {
  await page.setViewportSize({ width: 390, height: 800 });
  await page.goto(`${world.shop.url}/dependencies`);
  const boxes = drawing(page).locator('[data-service]');
  await expect(boxes.first()).toBeVisible();
  await expect(page.getByText(/^Part in sight, 92 %$/)).toBeVisible();
  const smallest = () =>
    drawing(page).locator('text').evaluateAll((texts) =>
      Math.min(
        ...(texts as SVGTextElement[]).map((text) => Number(text.getAttribute('font-size')) * (text.getScreenCTM()?.a ?? 0)),
      ),
    );
  expect(await smallest()).toBeGreaterThanOrEqual(11);

  const fit = page.getByRole('button', { name: 'Fit' });
  await fit.click();
  await expect(fit).toHaveAttribute('aria-pressed', 'true');
  await expectWhole(page);
  await fit.click();
  await expect(page.getByText(/^Part in sight, 92 %$/)).toBeVisible();

  await page.goto(`${world.shop.url}/dependencies?sel=ledger`);
  await expect(boxes.filter({ hasText: 'ledger' })).toBeInViewport({ ratio: 1 });
});

test('a service comes into focus, and hops are chosen, by keys alone', async ({ page, world }) => {
  await page.goto(`${world.shop.url}/dependencies`);
  await expect(drawing(page).getByRole('img')).toBeVisible();
  await page.locator('main').focus();
  await page.keyboard.press('/');
  await page.keyboard.type('orders');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/sel=orders/);
  const panel = page.getByRole('region', { name: 'orders' });
  // From the box to the list of services, and on to the panel.
  await page.keyboard.press('Tab');
  await expect(page.getByRole('listbox', { name: 'Services' })).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(panel.getByRole('button', { name: 'Focus' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/focus=orders/);

  const options = page.getByRole('listbox', { name: 'Services' }).getByRole('option');
  await page.getByRole('searchbox', { name: 'Find a service' }).fill('');
  await expect(options).toHaveCount(5);
  await page.getByRole('combobox', { name: 'Callees' }).focus();
  await page.keyboard.type('1');
  await expect(page).toHaveURL(/down=1/);
  await expect(options).toHaveCount(4);
  await page.getByRole('combobox', { name: 'Callers' }).focus();
  await page.keyboard.type('0');
  await expect(page).toHaveURL(/up=0/);
  await expect(options).toHaveCount(3);
  await page.reload();
  await expect(options).toHaveCount(3);
});

test('latencies are said to be of the called service, whoever calls it', async ({ page, world }) => {
  const shown: Record<string, Locator> = {
    graph: drawing(page).locator('svg text').filter({ hasText: /^p95 \d/ }).first(),
    matrix: page.getByRole('row', { name: /^p95 of the callee.*\d/ }),
    table: page.getByRole('columnheader', { name: 'p95 of callee' }),
  };
  for (const [view, figure] of Object.entries(shown)) {
    await page.goto(`${world.shop.url}/dependencies?metric=latency&view=${view}`);
    await expect(page.getByText(/p95 is that of the called service over all its callers/)).toBeVisible();
    await expect(figure).toBeVisible();
  }
  await page.goto(`${world.shop.url}/dependencies?metric=latency&sel=payment`);
  await expect(page.getByText(/p95 .*, whoever calls it/)).toBeVisible();
});

test('failed calls and the busiest pairs', async ({ page, world }) => {
  await page.goto(`${world.shop.url}/dependencies?metric=errors&view=matrix`);
  await expect(page.getByRole('table').getByRole('cell', { name: /%/ }).first()).toBeVisible();
  await page.goto(`${world.shop.url}/dependencies?view=table`);
  const table = page.getByRole('grid', { name: 'Calls between services' });
  await expect(table).not.toHaveAttribute('aria-rowcount', '11');
  await page.goto(`${world.shop.url}/dependencies?view=table&top=3`);
  await expect(table).toHaveAttribute('aria-rowcount', '4');
  await page.getByRole('combobox', { name: 'Busiest pairs' }).selectOption('All');
  await expect(page).not.toHaveURL(/top=/);
});

const chart = (page: Page, name: string) => page.getByRole('region', { name, exact: true });

test('a point of a chart leads to the traces behind it', async ({ page, world }) => {
  const places: [string, RegExp][] = [
    ['Latency', /spanDurationMin=|minDuration=/],
    ['Failed calls', /error/],
    ['Calls', /service=storefront/],
  ];
  for (const [name, address] of places) {
    await page.goto(`${world.shop.url}/monitor?service=storefront`);
    const box = chart(page, name).locator('.u-over');
    await expect(box).toBeVisible();
    await box.click();
    await expect(page).toHaveURL(/\/search\?.*service=storefront/);
    await expect(page).toHaveURL(/start=\d+/);
    await expect(page).toHaveURL(address);
    await expect(page.getByRole('alert')).toHaveCount(0);
    if (name !== 'Failed calls') await expect(resultRows(page).first()).toBeVisible();
    await page.goBack();
    await expect(page).toHaveURL(/\/monitor\?service=storefront/);
  }
});

test('dragging over a chart narrows the time, and its table leads to traces too', async ({ page, world }) => {
  await page.goto(`${world.shop.url}/monitor?service=storefront`);
  const box = await chart(page, 'Calls').locator('.u-over').boundingBox();
  if (!box) throw new Error('no chart');
  await page.mouse.move(box.x + box.width * 0.3, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.7, box.y + box.height / 2, { steps: 5 });
  await page.mouse.up();
  await expect(page).toHaveURL(/start=\d+&end=\d+/);
  await expect(page).toHaveURL(/\/monitor/);

  await page.getByRole('button', { name: 'Calls as a table', exact: true }).click();
  const link = chart(page, 'Calls').getByRole('grid').getByRole('link').first();
  await expect(link).toHaveAttribute('href', /\/search\?.*service=storefront/);
});

test('services are found, ticked and put beside each other', async ({ page, world }) => {
  await page.goto(`${world.shop.url}/monitor?uiFind=cat`);
  const table = page.getByRole('grid', { name: 'Services' });
  await expect(table).toHaveAttribute('aria-rowcount', '2');
  await page.getByRole('searchbox', { name: 'Find in services' }).fill('nobody');
  await expect(page.getByText('No name here has this in it.')).toBeVisible();
  await page.goto(`${world.shop.url}/monitor?services=storefront,catalog`);
  await expect(chart(page, 'Latency p95').getByText('storefront')).toBeVisible();
  await expect(chart(page, 'Latency p95').getByText('catalog')).toBeVisible();
});
