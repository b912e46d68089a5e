// Attributes that a reader pins: first in every span, and fields of the search.

import type { Page } from '@playwright/test';

import { detail, part } from './detail';
import { send, TraceWriter } from './data/otlp';
import { random } from './data/random';
import { expect, expectNoOverflow, resultRows, spanRows, test, violations } from './test';
import type { World } from './world';

const pinned = (page: Page) => detail(page).getByRole('region', { name: 'Pinned' });
const fields = (page: Page) => page.getByRole('complementary', { name: 'Filter' }).getByRole('group', { name: 'Pinned' });

/** What a span shows of a pinned key. */
const value = (page: Page, key: string) =>
  pinned(page).locator('dl > div').filter({ has: page.getByText(key, { exact: true }) }).getByRole('definition').first();

const pin = (page: Page, keys: readonly string[]) =>
  page.addInitScript((given) => localStorage.getItem('jaeger-ui-pins') ?? localStorage.setItem('jaeger-ui-pins', JSON.stringify(given)), keys);

async function sendTrace(world: World, seed: number): Promise<string> {
  const trace = new TraceWriter(random(seed), BigInt(Date.now()) * 1_000_000n - 30_000_000_000n);
  const root = trace.add({
    service: 'pin-front', name: 'GET /pins', start: 0, duration: 90e6, attributes: { 'pin.tenant': 'first one' }, resource: { 'host.name': 'front-1' },
    events: [{ at: 5e6, name: 'retry', attributes: { attempt: 2 } }],
  });
  trace.add({ service: 'pin-back', name: 'load', parent: root, start: 10e6, duration: 50e6, resource: { 'host.name': 'back-1' } });
  await send(world.planted.otlp, trace.spans);
  return trace.traceId;
}

test('what is pinned stands first in every span, also after a reload', async ({ page, world }) => {
  await page.goto(`${world.planted.url}/trace/${await sendTrace(world, 8101)}`);
  await spanRows(page).filter({ hasText: 'GET /pins' }).click();
  await expect(detail(page)).toContainText('first one');
  await expect(pinned(page)).toHaveCount(0);

  await (await part(page, 'Attributes')).getByRole('button', { name: 'More for pin.tenant' }).click();
  await page.getByRole('menuitem', { name: /^Pin / }).click();
  await expect(value(page, 'pin.tenant')).toHaveText('first one');
  await (await part(page, 'Resource')).getByRole('button', { name: 'More for host.name' }).click();
  await page.getByRole('menuitem', { name: /^Pin / }).click();
  await expect(value(page, 'host.name')).toHaveText('front-1');

  await spanRows(page).filter({ hasText: 'load' }).click();
  await expect(value(page, 'host.name')).toHaveText('back-1');
  await expect(value(page, 'pin.tenant')).toHaveText('—');
  expect(await violations(page)).toEqual([]);
  await page.reload();
  await expect(value(page, 'pin.tenant')).toHaveText('—');

  await pinned(page).getByRole('button', { name: 'Unpin pin.tenant' }).click();
  await pinned(page).getByRole('button', { name: 'More for host.name' }).click();
  await page.getByRole('menuitem', { name: 'Unpin' }).click();
  await expect(pinned(page)).toHaveCount(0);
  expect(await page.evaluate(() => localStorage.getItem('jaeger-ui-pins'))).toBeNull();
});

test('attributes of events cannot be pinned', async ({ page, world }) => {
  await page.goto(`${world.planted.url}/trace/${await sendTrace(world, 8103)}`);
  await spanRows(page).filter({ hasText: 'GET /pins' }).click();
  await (await part(page, 'Events')).getByRole('button', { name: 'More for attempt' }).click();
  await expect(page.getByRole('menuitem', { name: 'Copy the value' })).toBeVisible();
  await expect(page.getByRole('menuitem', { name: /^Pin/ })).toHaveCount(0);
});

test('what is pinned is a field of the search, and taking it away leaves the search as it is', async ({ page, world }) => {
  await sendTrace(world, 8102);
  await page.goto(`${world.planted.url}/search?service=pin-front`);
  await expect(resultRows(page).first()).toBeVisible();
  await expect(fields(page)).toHaveCount(0);

  await pin(page, ['pin.tenant', 'tenant']);
  await page.goto(`${world.planted.url}/search?service=pin-front`);
  await expect(fields(page).getByRole('combobox')).toHaveCount(2);
  const field = fields(page).getByRole('combobox', { name: 'pin.tenant' });
  await field.fill('fir');
  await page.getByRole('option', { name: 'first one' }).click();
  await expect(page.getByRole('textbox', { name: 'Attributes' })).toHaveValue('pin.tenant="first one"');
  await expect(page).toHaveURL(/[?&]tags=/);
  await expect(resultRows(page).first()).toContainText('GET /pins');

  const other = fields(page).getByRole('combobox', { name: 'tenant', exact: true });
  await other.fill('nobody');
  await other.press('Enter');
  await expect(page.getByRole('textbox', { name: 'Attributes' })).toHaveValue('pin.tenant="first one" tenant=nobody');
  await expect(resultRows(page)).toHaveCount(0);
  await other.fill('');
  await other.press('Enter');
  await expect(page.getByRole('textbox', { name: 'Attributes' })).toHaveValue('pin.tenant="first one"');
  await page.reload();
  await expect(field).toHaveValue('first one');
  expect(await violations(page)).toEqual([]);

  await fields(page).getByRole('button', { name: 'Unpin pin.tenant' }).click();
  await fields(page).getByRole('button', { name: 'Unpin tenant' }).click();
  await expect(fields(page)).toHaveCount(0);
  await expect(page.getByRole('textbox', { name: 'Attributes' })).toHaveValue('pin.tenant="first one"');
  await expect(resultRows(page).first()).toContainText('GET /pins');
});

test('attributes that cannot be read are not written over', async ({ page, world }) => {
  await pin(page, ['tenant']);
  await page.goto(`${world.shop.url}/search?service=storefront`);
  const attributes = page.getByRole('textbox', { name: 'Attributes' });
  await attributes.fill('a="open');
  await attributes.press('Enter');
  await expect(attributes).toHaveAttribute('aria-invalid', 'true');
  await expect(fields(page).getByRole('combobox', { name: 'tenant' })).toBeDisabled();
});

test('a long key has its place on a phone', async ({ page, world }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await pin(page, ['k'.repeat(200), 'tenant']);
  const { traceId } = world.shop.traces[0];
  await page.goto(`${world.shop.url}/trace/${traceId}`);
  await spanRows(page).first().click();
  await expect(pinned(page)).toBeVisible();
  await expectNoOverflow(page);
  await page.goto(`${world.shop.url}/search?service=storefront`);
  await page.getByRole('button', { name: 'Filters' }).click();
  await expect(page.getByRole('dialog').getByRole('combobox', { name: 'tenant', exact: true })).toBeVisible();
  await expectNoOverflow(page);
});
