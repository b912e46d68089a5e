import { send, TraceWriter } from './data/otlp';
import { random } from './data/random';
import { shopTrace } from './data/shop';
import { expect, resultRows, results, settled, test } from './test';

test('a first visit shows the newest traces', async ({ page, world }) => {
  await page.goto(`${world.shop.url}/`);
  await expect(page).toHaveURL(/\/search/);
  await expect(resultRows(page).first()).toBeVisible();
  await expect(results(page)).toContainText('storefront');
});

test('the form finds failed traces of a service, and its link finds them again', async ({ page, world }) => {
  await page.goto(`${world.shop.url}/search`);
  await page.getByRole('combobox', { name: 'Service', exact: true }).fill('storefront');
  await page.keyboard.press('Enter');
  await page.getByLabel('Errors only').check();
  await expect(page).toHaveURL(/service=storefront/);
  await expect(page).toHaveURL(/errors=/);
  await expect(page).toHaveURL(/start=\d{16}.*end=\d{16}/);
  const failed = world.shop.traces.filter(({ failing }) => failing).length;
  await expect(page.getByText(new RegExp(`${failed} traces`)).first()).toBeVisible();
  const first = await resultRows(page).first().textContent();
  await page.reload();
  await expect(resultRows(page).first()).toHaveText(first ?? '');
});

test('twenty results are in sight on a laptop', async ({ page, world }) => {
  await page.goto(`${world.shop.url}/search?service=storefront&limit=50`);
  await expect(resultRows(page).first()).toBeVisible();
  await page.waitForTimeout(300);
  const inSight = await resultRows(page).evaluateAll(
    (rows) => rows.filter((row) => row.getBoundingClientRect().bottom <= innerHeight && row.getBoundingClientRect().top >= 0).length,
  );
  expect(inSight).toBeGreaterThanOrEqual(20);
});

test('one click on the duration puts the longest first, of all and not only of those shown', async ({ page, world }) => {
  await page.goto(`${world.shop.url}/search?service=storefront&limit=5`);
  await results(page).getByRole('button', { name: 'Duration' }).click();
  await expect(page).toHaveURL(/sort=duration_desc/);
  const longest = world.shop.traces.toSorted((a, b) => b.duration - a.duration)[0];
  await expect(resultRows(page).first().getByRole('link').first()).toHaveAttribute('href', new RegExp(longest.traceId));
});

test('more results come page by page', async ({ page, world }) => {
  await page.goto(`${world.shop.url}/search?service=storefront&limit=20`);
  await expect(results(page)).toHaveAttribute('aria-rowcount', '21');
  await page.getByRole('button', { name: /^(Load|Show) .*more/ }).click();
  await expect(results(page)).toHaveAttribute('aria-rowcount', '41');
});

test('an expression that cannot be read is marked where it fails', async ({ page, world }) => {
  await page.goto(`${world.shop.url}/search`);
  const query = page.getByRole('combobox', { name: 'Query' });
  await query.fill('{ resource.service.name = }');
  await query.press('Escape');
  await query.press('Enter');
  await expect(query).toHaveAttribute('aria-invalid', 'true');
});

test('the query line completes keys and runs', async ({ page, world }) => {
  await page.goto(`${world.shop.url}/search`);
  const query = page.getByRole('combobox', { name: 'Query' });
  await query.fill('{ span.tena');
  await expect(page.getByRole('option', { name: /tenant/ }).first()).toBeVisible();
  await query.fill('{ span.tenant = "acme" }');
  await query.press('Escape');
  await query.press('Enter');
  await expect(page).toHaveURL(/[?&]q=/);
  await expect(resultRows(page).first()).toBeVisible();
});

test('a part of the heat map, marked with the mouse, narrows the search', async ({ page, world }) => {
  await page.goto(`${world.shop.url}/search?service=storefront`);
  await expect(resultRows(page).first()).toBeVisible();
  // What was counted on the server replaces the plot of the first page.
  await page.waitForLoadState('networkidle');
  const plot = page.getByRole('group', { name: /Plot of start and duration/ }).locator('canvas');
  const box = await plot.boundingBox();
  if (!box) throw new Error('there is no plot');
  await page.mouse.move(box.x + box.width * 0.4, box.y + box.height * 0.2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.8, box.y + box.height * 0.9, { steps: 5 });
  await page.mouse.up();
  await page.getByRole('button', { name: 'Narrow to these' }).click();
  await expect(page).toHaveURL(/start=\d+.*lookback=custom/);
  await expect(page).toHaveURL(/minTraceDuration=\d/);
});

test('a part of the heat map can be chosen with keys', async ({ page, world }) => {
  await page.goto(`${world.shop.url}/search?service=storefront`);
  await expect(resultRows(page).first()).toBeVisible();
  await page.waitForLoadState('networkidle');
  await page.getByRole('group', { name: /Plot of start and duration/ }).focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/lookback=custom/);
});

test('a value counted beside the results becomes a filter', async ({ page, world }) => {
  await page.goto(`${world.shop.url}/search?service=storefront`);
  await page.getByRole('complementary', { name: 'Filter' }).getByRole('button', { name: /^POST \/cart/ }).click();
  await expect(page).toHaveURL(/POST/);
  await expect(resultRows(page).first()).toContainText('POST /cart');
});

test('nothing found says why and offers the time that finds something', async ({ page, world }) => {
  const old = new TraceWriter(random(77), BigInt(Date.now() - 3 * 3_600_000) * 1_000_000n);
  old.add({ service: 'storefront', name: 'GET /old', start: 0, duration: 1e6, attributes: { tenant: 'former' } });
  await send(world.otlp, old.spans);
  await page.goto(`${world.shop.url}/search?service=storefront&tags=${encodeURIComponent('{"tenant":"former"}')}`);
  await expect(page.getByText(/No traces/).first()).toBeVisible();
  await expect(page.getByText(/newest trace that fits started 3 h/)).toBeVisible();
  await page.getByRole('button', { name: /Last 6 h/ }).click();
  await expect(page).toHaveURL(/lookback=6h/);
  await expect(resultRows(page).first()).toContainText('GET /old');
});

test('nothing found at any time offers to leave out what removes everything', async ({ page, world }) => {
  await page.goto(`${world.shop.url}/search?service=storefront&tags=${encodeURIComponent('{"tenant":"nobody"}')}`);
  await expect(page.getByText(/Nor are there any/)).toBeVisible();
  await expect(page.getByRole('button', { name: /^Last / })).toHaveCount(0);
  await page.getByRole('button', { name: 'Search without it' }).click();
  await expect(resultRows(page).first()).toBeVisible();
});

test('a duration in an old link speaks of spans, and the form says so', async ({ page, world }) => {
  await page.goto(`${world.shop.url}/search?service=storefront&minDuration=10ms&lookback=1h`);
  await expect(resultRows(page).first()).toBeVisible();
  await expect(page.getByText(/span lasts at least 10/).first()).toBeVisible();
});

test('a search can be kept under a name', async ({ page, world }) => {
  await page.goto(`${world.shop.url}/search?service=storefront&errors=1`);
  await expect(resultRows(page).first()).toBeVisible();
  await page.getByRole('button', { name: /Save/ }).first().click();
  await page.getByRole('textbox', { name: 'Name of the search' }).fill('Failed checkouts');
  await page.keyboard.press('Enter');
  await page.goto(`${world.shop.url}/search`);
  await expect(page.getByRole('link', { name: /Failed checkouts/ })).toBeVisible();
});

test('live results appear as they arrive', async ({ page, world }) => {
  await page.goto(`${world.shop.url}/search?service=storefront&live=1`);
  await settledGrid(page);
  const arrived = shopTrace(Date.now() % 100_000, BigInt(Date.now()) * 1_000_000n, 12, 50_000_000, false);
  await send(world.otlp, arrived.spans);
  await expect(results(page).locator(`a[href*="${arrived.traceId}"]`).first()).toBeVisible({ timeout: 20_000 });
});

test('an address of all services opens', async ({ page, world }) => {
  await page.goto(`${world.shop.url}/search?service=__all_services__&operation=__all_operations__&lookback=1h`);
  await settled(page);
  await expect(resultRows(page).first()).toBeVisible();
});

async function settledGrid(page: Parameters<typeof results>[0]) {
  await expect(page.getByRole('main')).toBeVisible();
  await page.waitForTimeout(1_500);
}
