// What agents, models and tools said to each other.

import type { Locator, Page } from '@playwright/test';

import { hostileConversation, TRIP } from './data/genai';
import { send, TraceWriter } from './data/otlp';
import { random } from './data/random';
import { detail, rowOf } from './detail';
import { expect, expectNoOverflow, settled, test, timeline, violations } from './test';
import type { World } from './world';

const address = (page: Page) => new URL(page.url()).searchParams;
const tab = (page: Page) => page.getByRole('tab', { name: 'GenAI' });
const view = (page: Page) => page.getByRole('region', { name: 'GenAI' });
const steps = (page: Page) => view(page).getByRole('heading', { level: 3 });
const step = (page: Page, name: string): Locator =>
  view(page).getByRole('listitem').filter({ has: page.getByRole('heading', { level: 3, name, exact: true }) });

async function openTrip(page: Page, { fixed }: World, query = 'view=genai'): Promise<void> {
  await page.goto(`${fixed.url}/trace/${fixed.odd.trip}?${query}`);
  await settled(page);
}

test('steps stand in order, each within the one that asked for it', async ({ page, world }) => {
  await openTrip(page, world);
  await expect(steps(page)).toHaveText([
    `Agent ${TRIP.agent}`,
    `Model ${TRIP.model}`,
    'Tool forecast',
    'Tool museums',
    `Agent ${TRIP.helper}`,
    `Model ${TRIP.smallModel}`,
    `Model ${TRIP.model}`,
  ]);
  const left = async (at: number) => (await steps(page).nth(at).boundingBox())?.x ?? 0;
  const places = await Promise.all([0, 1, 2, 3, 4, 5, 6].map(left));
  expect(places[1]).toBeGreaterThan(places[0]);
  expect(places[2]).toBe(places[1]);
  expect(places[4]).toBeGreaterThan(places[3]);
  expect(places[5]).toBeGreaterThan(places[4]);
  expect(places[6]).toBe(places[1]);
});

test('tokens are summed by model, those that an agent repeats only once', async ({ page, world }) => {
  await openTrip(page, world);
  await expect(view(page).getByRole('status').first()).toHaveText(
    '3 model calls · 2 tool calls · 2 agents · tokens: 1,990 in, 324 out, 400 from cache, 40 reasoning',
  );
  const rows = view(page).getByRole('grid', { name: 'Tokens by model' }).locator('[data-row]');
  await expect(rows).toHaveCount(2);
  await expect(rows.first()).toContainText(TRIP.model);
  await expect(rows.first()).toContainText('1,910');
  await expect(rows.nth(1)).toContainText(TRIP.smallModel);
  await expect(view(page).getByText('forecast × 1, 1 failed')).toBeVisible();
  await expect(view(page)).not.toContainText(/cost/i);
});

test('a tool says its arguments and what it answered, and why it failed', async ({ page, world }) => {
  await openTrip(page, world);
  const failed = step(page, 'Tool forecast');
  await expect(failed).toContainText(TRIP.failure);
  // Its own span does not say them: the model's messages do.
  await expect(failed).toContainText('"days": 1');
  await expect(failed).toContainText('error: no answer');
  await expect(step(page, 'Tool museums')).toContainText('Finds museums that are open');
});

test('what the model was told before is folded away', async ({ page, world }) => {
  await openTrip(page, world);
  const last = step(page, `Model ${TRIP.model}`).last();
  await expect(last).not.toContainText(TRIP.question);
  const earlier = last.getByRole('button', { name: '5 earlier messages' });
  await expect(earlier).toHaveAttribute('aria-expanded', 'false');
  await earlier.click();
  await expect(last).toContainText(TRIP.question);
  await expect(last).toContainText('You plan trips');
});

test('answers are formatted, plain, or as they were recorded; which is in the address', async ({ page, world }) => {
  await openTrip(page, world);
  const last = step(page, `Model ${TRIP.model}`).last();
  await expect(last.getByRole('link', { name: 'tile museum' })).toHaveAttribute('href', 'https://museum.example/tiles');
  await expect(last.locator('ol ol, ol ul').getByRole('listitem').filter({ hasText: 'keep your tickets' }).last()).toBeVisible();
  await expect(last.locator('pre')).toContainText('| 10   | tiles |');
  // The headings of an answer are none of the page.
  await expect(page.getByRole('heading', { name: 'One day in Lisbon' })).toHaveCount(0);
  const choose = (name: string) => view(page).getByRole('radiogroup', { name: 'Messages as' }).getByRole('radio', { name }).check();
  await choose('Plain');
  await expect(last).toContainText('**Morning**');
  await expect.poll(() => address(page).get('mt')).toBe('plain');
  await page.reload();
  await expect(last).toContainText('**Morning**');
  await choose('JSON');
  await expect(last.locator('pre').last()).toContainText('"finish_reason": "stop"');
  await choose('Markdown');
  await expect.poll(() => address(page).get('mt')).toBeNull();
});

test('a step is folded, and leads to its span in the timeline', async ({ page, world }) => {
  await openTrip(page, world);
  await view(page).getByRole('button', { name: 'Fold tool museums' }).click();
  await expect(step(page, 'Tool museums')).not.toContainText('Finds museums');
  await view(page).getByRole('button', { name: 'Open the span of tool museums' }).click();
  await expect(detail(page).getByRole('heading', { name: 'execute_tool museums' })).toBeVisible();
  await expect(step(page, 'Tool museums')).toHaveAttribute('aria-current', 'true');
  await view(page).getByRole('link', { name: 'forecast' }).click();
  await expect(timeline(page)).toBeVisible();
  await expect(detail(page).getByRole('heading', { name: 'execute_tool forecast' })).toBeVisible();
  expect(address(page).get('view')).toBeNull();
  await page.goBack();
  await expect(view(page)).toBeVisible();
});

test('the conversation of one span stands in its detail, the model in its row', async ({ page, world }) => {
  await openTrip(page, world, '');
  await expect(rowOf(page, { service: 'guide', name: 'orion.chat' })).toContainText(TRIP.smallModel);
  await rowOf(page, { service: 'concierge', name: `chat ${TRIP.model}` }).first().click();
  await detail(page).getByRole('tab', { name: 'Conversation' }).click();
  const panel = detail(page).getByRole('tabpanel');
  await expect(panel).toContainText(TRIP.question);
  await expect(panel).toContainText('420 in · 96 out · 40 reasoning');
  await expect(panel).toContainText('Calls forecast');
  expect(await violations(page)).toEqual([]);
});

test('filters keep the steps of spans that match', async ({ page, world }) => {
  await openTrip(page, world, `view=genai&uiFind=${encodeURIComponent('execute_tool')}`);
  await expect(steps(page)).toHaveText(['Tool forecast', 'Tool museums']);
  await expect(view(page).getByRole('status').first()).toContainText('of spans that match');
});

test('other traces have no such view', async ({ page, world }) => {
  const { traceId } = world.shop.traces[0];
  await page.goto(`${world.shop.url}/trace/${traceId}?view=genai`);
  await expect(timeline(page)).toBeVisible();
  await settled(page);
  await expect(page.getByRole('tab', { name: 'JSON' })).toBeVisible();
  await expect(tab(page)).toHaveCount(0);
  await openTrip(page, world, '');
  await expect(tab(page)).toBeVisible();
});

test('hostile conversations are read, not run, on wide windows and on phones', async ({ page, world }) => {
  test.setTimeout(120_000);
  const seed = (Date.now() % 1_000_000_000) + process.pid * 7919;
  const trace = new TraceWriter(random(seed), BigInt(Date.now()) * 1_000_000n - 60_000_000_000n);
  hostileConversation(trace);
  for (const span of trace.spans) await send(world.planted.otlp, [span]);
  for (const as of ['', '&mt=plain', '&mt=json']) {
    await page.goto(`${world.planted.url}/trace/${trace.traceId}?view=genai${as}`);
    await expect(steps(page)).toHaveCount(trace.spans.length, { timeout: 60_000 });
    const followed = await view(page).locator('a[href]').evaluateAll((links) => links.map((link) => (link as HTMLAnchorElement).protocol));
    expect(followed.filter((protocol) => !['http:', 'https:'].includes(protocol))).toEqual([]);
    expect(await page.evaluate(() => document.querySelectorAll('*').length)).toBeLessThanOrEqual(3_000);
    for (const size of [{ width: 390, height: 844 }, { width: 1280, height: 800 }]) {
      await page.setViewportSize(size);
      await expectNoOverflow(page);
    }
  }
  await view(page).getByRole('button', { name: /^Show more of/ }).first().click();
  expect(await violations(page)).toEqual([]);
});
