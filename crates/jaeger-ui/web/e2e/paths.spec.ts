// The ways that traces take through one service, drawn and in words.

import type { Page } from '@playwright/test';

import { send, TraceWriter } from './data/otlp';
import { random } from './data/random';
import { expect, resultRows, settled, test, violations } from './test';
import type { World } from './world';

let planted = 0;

/** Services of these names are in no other test. */
interface Names {
  of(name: string): string;
}

/** Traces of one span after the other: `web:GET > core:serve > store:read`. */
async function plant(world: World, ways: readonly string[]): Promise<Names> {
  const seed = (Date.now() % 1_000_000_000) + process.pid * 7919 + planted++;
  const of = (name: string) => `${name}-${seed}`;
  const sent = ways.flatMap((way, at) => {
    const trace = new TraceWriter(random(seed + at * 1000), BigInt(Date.now() - 60_000 - at) * 1_000_000n);
    let parent: string | undefined;
    for (const [step, text] of way.split(' > ').entries()) {
      const [service, name, failed] = text.split(':');
      parent = trace.add({
        service: of(service), name, parent, kind: step > 0 ? 'server' : undefined, start: step * 1e6, duration: 100e6 - step * 2e6,
        error: failed === undefined ? undefined : 'refused',
      });
    }
    return trace.spans;
  });
  await send(world.planted.otlp, sent);
  return { of };
}

const WAYS = [
  'web:GET > core:serve > store:read > disk:load',
  'web:GET > core:serve > store:read > disk:load',
  'web:PUT > core:serve > mail:send:failed',
  'job:run > core:serve',
  // Once more on the way back, and a service that does not lie on it.
  'web:GET > core:serve > store:read > core:notify > mail:send',
  'web:GET > other:serve',
];

const drawing = (page: Page) => page.getByRole('group', { name: 'Graph of paths' });
const nodes = (page: Page) => drawing(page).getByRole('button');
const node = (page: Page, name: string) => nodes(page).filter({ hasText: name });
const step = (page: Page) => page.getByRole('complementary', { name: 'Step' });

async function open(page: Page, world: World, query: string): Promise<void> {
  await page.goto(`${world.planted.url}/deep-dependencies?${query}`);
  await expect(nodes(page).first()).toBeVisible();
}

test('without a service the page asks for one, and says what it is for', async ({ page, world }) => {
  await page.goto(`${world.shop.url}/deep-dependencies`);
  await expect(page.getByText('Choose a service to see the paths through it')).toBeVisible();
  await page.getByRole('combobox', { name: 'Service' }).fill('orders');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/service=orders/);
  await expect(node(page, 'orders').first()).toBeVisible();
  await expect(page.getByText(/^\d+ paths?$/)).toBeVisible();
});

test('the ways of traces run together towards a service and part behind it', async ({ page, world }) => {
  const { of } = await plant(world, WAYS);
  await open(page, world, `service=${of('core')}`);
  await expect(page.getByText('4 paths')).toBeVisible();
  await expect(page.getByText(/in 5 traces/)).toBeVisible();
  await expect(page.getByText('3 callers')).toBeVisible();
  await expect(page.getByText('2 callees')).toBeVisible();
  // Callers on the left, what is called on the right; the service that is called again is another step.
  const left = async (name: string) => (await node(page, name).first().boundingBox())?.x ?? 0;
  expect(await left('GET')).toBeLessThan(await left(of('core')));
  expect(await left(of('core'))).toBeLessThan(await left('read'));
  await expect(node(page, 'notify')).toHaveCount(1);
  await expect(node(page, of('other'))).toHaveCount(0);
  await expect(node(page, 'send')).toHaveCount(2);
  await expect(node(page, 'send').filter({ hasText: '1 failed' })).toHaveCount(1);
  expect(await violations(page)).toEqual([]);
});

test('a step leads to its traces, and to the paths through it', async ({ page, world }) => {
  const { of } = await plant(world, WAYS);
  await open(page, world, `service=${of('core')}`);
  await node(page, 'load').click();
  await expect(page).toHaveURL(/sel=/);
  await expect(step(page)).toContainText('2 traces, 2 calls behind it, taken 2 times');
  await page.reload();
  await expect(node(page, 'load')).toHaveAttribute('aria-pressed', 'true');
  expect(await violations(page)).toEqual([]);
  await step(page).getByRole('link', { name: 'Its 2 traces' }).click();
  await expect(resultRows(page)).toHaveCount(2);
  await page.goBack();
  await step(page).getByRole('button', { name: 'Paths through this' }).click();
  await expect(page).toHaveURL(new RegExp(`service=${of('disk')}&operation=load`));
  await expect(page.getByText('1 path', { exact: true })).toBeVisible();
});

test('calls are followed so far as is asked for, and what lies beyond is counted', async ({ page, world }) => {
  const { of } = await plant(world, WAYS);
  await open(page, world, `service=${of('store')}`);
  const all = await nodes(page).count();
  await page.getByRole('combobox', { name: 'Callees' }).selectOption('1');
  await expect(page).toHaveURL(/down=1/);
  await expect(node(page, 'send')).toHaveCount(0);
  await expect(page.getByText('1 step not drawn: 1 behind the callees')).toBeVisible();
  await page.getByRole('combobox', { name: 'Callers' }).selectOption('0');
  await expect(node(page, 'GET')).toHaveCount(0);
  await page.reload();
  await expect(node(page, 'read').or(node(page, of('store'))).first()).toBeVisible();
  await expect(node(page, 'GET')).toHaveCount(0);
  await page.getByRole('combobox', { name: 'Callees' }).selectOption('');
  await page.getByRole('combobox', { name: 'Callers' }).selectOption('');
  await expect(nodes(page)).toHaveCount(all);
});

test('services alone, and one span name of a service', async ({ page, world }) => {
  const { of } = await plant(world, WAYS);
  await open(page, world, `service=${of('core')}`);
  await page.getByRole('switch', { name: 'Span names' }).uncheck({ force: true });
  await expect(page).toHaveURL(/showOp=0/);
  await expect(page.getByText('2 callers')).toBeVisible();
  await expect(node(page, of('web'))).toHaveCount(1);
  await open(page, world, `service=${of('core')}&operation=notify`);
  await expect(page.getByText('1 path', { exact: true })).toBeVisible();
  await expect(page.getByText(/in 1 trace$/)).toBeVisible();
});

test('the table has each way from end to end, and leads to its traces', async ({ page, world }) => {
  const { of } = await plant(world, WAYS);
  await page.goto(`${world.planted.url}/deep-dependencies?service=${of('core')}&view=table`);
  const table = page.getByRole('grid', { name: 'Paths' });
  await expect(table).toHaveAttribute('aria-rowcount', '5');
  await expect(table.getByRole('row').nth(1)).toContainText(/web-\d+ GET.*core-\d+.*store-\d+ read.*disk-\d+ load/);
  await page.getByRole('searchbox', { name: 'Find a step' }).fill('job');
  await expect(table).toHaveAttribute('aria-rowcount', '2');
  expect(await violations(page)).toEqual([]);
  await table.getByRole('link').first().click();
  await expect(page).toHaveURL(/\/search\?.*traceID=/);
  await expect(resultRows(page)).toHaveCount(1);
});

test('arrows move between steps, and what is looked for stands out', async ({ page, world }) => {
  const { of } = await plant(world, WAYS);
  await open(page, world, `service=${of('core')}`);
  await node(page, of('core')).first().focus();
  const focused = drawing(page).locator('button:focus');
  await page.keyboard.press('ArrowLeft');
  await expect(focused).toContainText(/GET|PUT|run/);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await expect(step(page)).toBeVisible();
  await page.locator('main').focus();
  await page.keyboard.press('Escape');
  await expect(step(page)).toBeHidden();
  await page.keyboard.press('/');
  await page.keyboard.type('mail');
  await expect(page.getByRole('status').filter({ hasText: /^2 of \d+$/ })).toBeVisible();
  await expect(page).toHaveURL(/uiFind=mail/);
});

test('an address that Jaeger UI made opens, and what it said of its drawing stays', async ({ page, world }) => {
  const { of } = await plant(world, WAYS);
  const end = Date.now() * 1000;
  await open(page, world, `service=${of('core')}&operation=serve&start=${end - 3_600_000_000}&end=${end}&density=mc&showOp=1&visEncoding=1.2&hash=abc`);
  await expect(page.getByText('4 paths')).toBeVisible();
  await page.getByRole('combobox', { name: 'Callers' }).selectOption('1');
  await expect(page).toHaveURL(/up=1.*density=mc&visEncoding=1\.2&hash=abc/);
});

test('where there are none it says so, and what to do', async ({ page, world }) => {
  const { of } = await plant(world, WAYS);
  await page.goto(`${world.planted.url}/deep-dependencies?service=${of('core')}&operation=nothing`);
  await expect(page.getByText(/^No traces of core-\d+ nothing in the last hour\.$/)).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await page.getByRole('button', { name: 'All span names' }).click();
  await expect(page.getByText('4 paths')).toBeVisible();
});

test('dependencies lead here, for the service that is chosen', async ({ page, world }) => {
  await page.goto(`${world.shop.url}/dependencies?sel=orders`);
  await page.getByRole('region', { name: 'orders' }).getByRole('link', { name: 'Paths' }).click();
  await expect(page).toHaveURL(/\/deep-dependencies\?service=orders&start=\d{16}&end=\d{16}/);
  await expect(nodes(page).first()).toBeVisible();
});

test('traces that cannot be read are left out, and it is said', async ({ page, world }) => {
  const { of } = await plant(world, WAYS);
  let asked = 0;
  await page.route('**/api/ui/v1/traces/*/columns*', (route) =>
    asked++ === 0 ? route.fulfill({ status: 500, body: 'disk failure' }) : route.continue(),
  );
  await open(page, world, `service=${of('core')}`);
  await expect(page.getByText('1 trace could not be read')).toBeVisible();
  await settled(page);
});
