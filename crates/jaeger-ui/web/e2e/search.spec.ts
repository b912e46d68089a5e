import { send, TraceWriter } from './data/otlp';
import { random } from './data/random';
import { shopTrace } from './data/shop';
import { TEXTBOOK } from './data/textbook';
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

test('an attribute that somebody chooses is counted, and its values become filters', async ({ page, world }) => {
  const { service, key, value, failed } = TEXTBOOK;
  await page.goto(`${world.shop.url}/search?service=${service}`);
  const side = page.getByRole('complementary', { name: 'Filter' });
  await side.getByRole('button', { name: 'Count an attribute' }).click();
  await expect(side.getByRole('combobox', { name: 'Attribute to count' })).toBeFocused();
  await page.keyboard.type('payment');
  await page.getByRole('option', { name: key }).click();
  await expect(page).toHaveURL(new RegExp(`[?&]facet=${key}`));
  // Each trace once, although a trace has many spans.
  const counted = side.getByRole('button', { name: new RegExp(`^${value} ${failed} failed of ${failed}$`) });
  await expect(counted).toBeVisible();

  await side.getByRole('button', { name: /Save this search/ }).click();
  await page.getByRole('textbox', { name: 'Name of the search' }).fill('Ways to pay');
  await page.keyboard.press('Enter');
  await page.goto(`${world.shop.url}/search?service=storefront`);
  await page.getByRole('link', { name: 'Ways to pay' }).click();
  await expect(page).toHaveURL(new RegExp(`[?&]facet=${key}`));
  await counted.click();
  await expect(page).toHaveURL(new RegExp(value));
  await expect(resultRows(page)).toHaveCount(failed);

  await side.getByRole('button', { name: `Do not count ${key}` }).click();
  await expect(page).not.toHaveURL(/facet=/);
});

test('attributes to count are taken from the address, by the level they name', async ({ page, world }) => {
  await page.goto(`${world.shop.url}/search?service=storefront&facet=resource.service.version&facet=span.service.version&facet=.tenant`);
  const facet = (name: string) => page.getByRole('heading', { level: 2, name, exact: true }).locator('xpath=ancestor::section[1]');
  await expect(facet('resource.service.version').getByRole('button', { name: /^2\.4\.1 / })).toBeVisible();
  await expect(facet('span.service.version')).toContainText('In none of these traces');
  await facet('.tenant').getByRole('button', { name: /^acme / }).click();
  await expect(page).toHaveURL(/acme/);
  await expect(resultRows(page).first()).toBeVisible();
  await expect(facet('resource.service.version').getByRole('button', { name: /^2\.4\.1 / })).toBeVisible();
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

test('a link without times gets those of when it was opened, so that it can be passed on', async ({ page, world }) => {
  await page.goto(`${world.shop.url}/search?service=storefront&lookback=30m`);
  await expect(page).toHaveURL(/start=\d{16}&end=\d{16}&lookback=30m/);
  await expect(page.getByLabel('Time range')).toHaveValue('30m');
  const [start, end] = ['start', 'end'].map((name) => Number(new URL(page.url()).searchParams.get(name)));
  expect(end - start).toBe(1_800_000_000);
  await page.goto(`${world.empty.url}/search`);
  await settled(page);
  expect(new URL(page.url()).search).toBe('');
});

const NONE_FOUND: [what: string, query: string, says: RegExp][] = [
  ['a range that ends before it begins', 'start=1780000003600000&end=1780000000000000', /ends before it begins/],
  ['ids that are none', 'traceID=nonsense', /No traces with these ids/],
];

for (const [what, query, says] of NONE_FOUND) {
  test(`${what}: nothing is found, and the page says so`, async ({ page, world }) => {
    await page.goto(`${world.shop.url}/search?${query}`);
    await expect(page.getByText(says)).toBeVisible();
    await expect(resultRows(page)).toHaveCount(0);
  });
}

test('a duration of an old link that is none is said to be left out', async ({ page, world }) => {
  await page.goto(`${world.shop.url}/search?service=storefront&minDuration=long`);
  await expect(page.getByText(/at least long, which is no duration/).first()).toBeVisible();
});

test('the form is reset to its service', async ({ page, world }) => {
  const tags = encodeURIComponent(JSON.stringify({ tenant: 'acme' }));
  await page.goto(`${world.shop.url}/search?service=storefront&errors=1&tags=${tags}&minDuration=1ms`);
  await page.getByRole('button', { name: 'Reset' }).click();
  await expect(page).toHaveURL(/service=storefront/);
  await expect(page).not.toHaveURL(/errors|tags|minDuration/);
  await expect(page.getByRole('button', { name: 'Reset' })).toHaveCount(0);
});

test('the list is put in the order of names', async ({ page, world }) => {
  await page.goto(`${world.shop.url}/search?service=storefront&limit=200&sort=name_asc`);
  await expect(resultRows(page).first()).toContainText('GET /checkout');
  await results(page).getByRole('button', { name: 'Root' }).click();
  await expect(page).toHaveURL(/sort=name_desc/);
  await expect(resultRows(page).first()).toContainText('POST /cart');
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
