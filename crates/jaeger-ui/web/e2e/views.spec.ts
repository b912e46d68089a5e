// What is found in a trace by itself, and its views beside the timeline.

import { readFile } from 'node:fs/promises';

import type { Locator, Page } from '@playwright/test';

import { PLANTED } from './data/findings';
import type { Planted } from './data/findings';
import { send, TraceWriter } from './data/otlp';
import { random } from './data/random';
import { failedTrace } from './places';
import { expect, expectNoOverflow, findBox, settled, test, violations } from './test';
import type { World } from './world';

const address = (page: Page) => new URL(page.url()).searchParams;
const said = (page: Page, key: string) => expect.poll(() => address(page).get(key));

let planted = 0;

/** Sends a trace of its own to the server of traces of the last hour. */
async function plant(world: World, build: (trace: TraceWriter) => void): Promise<TraceWriter> {
  const seed = (Date.now() % 1_000_000_000) + process.pid * 7919 + planted++;
  const trace = new TraceWriter(random(seed), BigInt(Date.now()) * 1_000_000n - 60_000_000_000n);
  build(trace);
  await send(world.otlp, trace.spans);
  return trace;
}

async function open(page: Page, world: World, traceId: string, query: string): Promise<Locator> {
  await page.goto(`${world.shop.url}/trace/${traceId}?${query}`);
  const panel = page.getByRole('tabpanel').first();
  await expect(panel).toBeVisible();
  await settled(page);
  return panel;
}

const dataRows = (table: Locator) => table.locator('[role=row][data-row]');

async function pressCsv(page: Page, name: string): Promise<string[]> {
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name }).click()]);
  return (await readFile(await download.path(), 'utf8')).split('\r\n');
}

test.describe('findings', () => {
  const chips = (page: Page) => page.getByRole('group', { name: 'Findings' });

  async function expectSaid(page: Page, trace: TraceWriter, { chip, sentence, links = [] }: Planted) {
    const button = chips(page).getByRole('button', { expanded: false });
    await expect(button).toHaveCount(1);
    await expect(button).toContainText(chip ?? '');
    for (const [at, name] of links.entries()) {
      await button.click();
      const box = page.getByRole('dialog', { name: sentence });
      await expect(box.getByRole('paragraph').first()).toContainText(sentence ?? '');
      await box.getByRole('paragraph').first().getByRole('button').nth(at).click();
      // The sentence goes, the span comes.
      await expect(box).toBeHidden();
      const ids = trace.spans.filter(({ span }) => span.name === name).map(({ span }) => span.spanId);
      await expect.poll(() => ids.includes(address(page).get('sel') ?? '')).toBe(true);
      await expect(page.getByRole('heading', { level: 2, name })).toBeVisible();
    }
  }

  for (const [rule, { found, near }] of Object.entries(PLANTED)) {
    test(`${rule}: a sentence whose links lead to the spans`, async ({ page, world }) => {
      const trace = await plant(world, found.build);
      await open(page, world, trace.traceId, '');
      await expectSaid(page, trace, found);
    });

    test(`${rule}: nothing, of what is only similar`, async ({ page, world }) => {
      const trace = await plant(world, near.build);
      await open(page, world, trace.traceId, '');
      await expect(page.getByRole('treegrid', { name: 'Spans' })).toBeVisible();
      await expect(chips(page)).toHaveCount(0);
    });
  }

  test('a sentence in another view leads to the timeline', async ({ page, world }) => {
    const trace = await plant(world, PLANTED['error origin'].found.build);
    await open(page, world, trace.traceId, 'view=stats');
    await chips(page).getByRole('button').first().click();
    await page.getByRole('dialog', { name: /find route/ }).getByRole('button', { name: /find route/ }).click();
    await expect(page.getByRole('treegrid', { name: 'Spans' })).toBeVisible();
    await said(page, 'view').toBeNull();
  });
});

test.describe('flame', () => {
  const chart = (page: Page, name: string) => page.getByRole('application', { name });
  const readout = (page: Page) => page.getByRole('region', { name: 'Flame' }).locator('[aria-live=polite]').first();

  test('arrows move, Enter zooms in, Backspace zooms out', async ({ page, world }) => {
    const { traceId, root } = failedTrace(world.shop);
    await open(page, world, traceId, 'view=flame');
    await chart(page, 'Spans by time').focus();
    await page.keyboard.press('ArrowRight');
    await expect(readout(page)).toContainText(root);
    const first = await readout(page).textContent();
    await page.keyboard.press('ArrowDown');
    await expect(readout(page)).not.toHaveText(first ?? '');
    await page.keyboard.press('Enter');
    await said(page, 'z').toMatch(/^\d+-\d+$/);
    const outer = address(page).get('z');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await said(page, 'z').not.toBe(outer);
    const inner = address(page).get('z');
    await page.reload();
    await settled(page);
    expect(address(page).get('z')).toBe(inner);
    await chart(page, 'Spans by time').focus();
    await page.keyboard.press('Backspace');
    await said(page, 'z').toBeNull();
    await page.keyboard.press('ArrowUp');
    await expect(readout(page)).toContainText(root);
    await page.keyboard.press('ArrowUp');
    await expect(readout(page)).toHaveText(first ?? '');
  });

  test('zooming out goes back step by step', async ({ page, world }) => {
    await open(page, world, failedTrace(world.shop).traceId, 'view=flame&fl=heavy');
    await chart(page, 'Spans by path, the heaviest first').focus();
    for (const key of ['ArrowDown', 'ArrowDown', 'Enter']) await page.keyboard.press(key);
    await said(page, 'fz').toMatch(/^\d+-\d+$/);
    const outer = address(page).get('fz');
    for (const key of ['ArrowDown', 'Enter']) await page.keyboard.press(key);
    await said(page, 'fz').not.toBe(outer);
    await page.keyboard.press('Backspace');
    await said(page, 'fz').toBe(outer);
    await page.getByRole('button', { name: 'Zoom out' }).last().click();
    await said(page, 'fz').toBeNull();
  });

  test('what is in sight moves along with the arrows', async ({ page, world }) => {
    const trace = await plant(world, PLANTED['N+1 queries'].found.build);
    await open(page, world, trace.traceId, 'view=flame&group=0');
    await chart(page, 'Spans by time').focus();
    for (const key of ['ArrowDown', 'ArrowDown', 'Enter']) await page.keyboard.press(key);
    await said(page, 'z').toMatch(/^\d+-\d+$/);
    const before = address(page).get('z');
    await page.keyboard.press('ArrowRight');
    await said(page, 'z').not.toBe(before);
  });

  test('the path that the trace waited for, alone', async ({ page, world }) => {
    const trace = await plant(world, (writer) => {
      const root = writer.add({ service: 'plant-web', name: 'GET /both', start: 0, duration: 100e6 });
      writer.add({ service: 'plant-web', name: 'long way', parent: root, start: 0, duration: 100e6 });
      writer.add({ service: 'plant-web', name: 'short way', parent: root, start: 0, duration: 90e6 });
    });
    await open(page, world, trace.traceId, 'view=flame&fl=heavy&only=critical');
    await expect(page.getByText(/Times on the critical path/)).toBeVisible();
    await chart(page, 'Spans by path, the heaviest first').focus();
    for (const key of ['ArrowDown', 'ArrowDown']) await page.keyboard.press(key);
    await expect(readout(page)).toContainText('long way · 100 ms here (100 %)');
    await page.keyboard.press('ArrowRight');
    await expect(readout(page)).toContainText('long way');
    await page.getByRole('button', { name: 'Critical path' }).click();
    await chart(page, 'Spans by path, the heaviest first').focus();
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowRight']) await page.keyboard.press(key);
    await expect(readout(page)).toContainText('short way');
  });

  test('a frame of the table stands between its callers and callees, and the way back is kept', async ({ page, world }) => {
    await open(page, world, failedTrace(world.shop).traceId, 'view=flame');
    const frames = page.getByRole('grid', { name: 'Frames' });
    await dataRows(frames).nth(1).click();
    await said(page, 'fl').toBe('sandwich');
    await said(page, 'node').toMatch(/^\d+$/);
    const first = address(page).get('node');
    await page.reload();
    await chart(page, 'Callers').focus();
    for (const key of ['ArrowUp', 'ArrowUp', 'Enter']) await page.keyboard.press(key);
    await said(page, 'node').not.toBe(first);
    await chart(page, 'Callees').focus();
    await page.keyboard.press('Backspace');
    await said(page, 'node').toBe(first);
    await expect(page.getByRole('button', { name: 'Back', exact: true })).toHaveCount(0);
  });

  test('the table is sorted in the address', async ({ page, world }) => {
    await open(page, world, failedTrace(world.shop).traceId, 'view=flame');
    await page.getByRole('grid', { name: 'Frames' }).getByRole('button', { name: 'Total' }).click();
    await said(page, 'sort').toBe('-total');
    await page.reload();
    await expect(page.getByRole('columnheader', { name: 'Total' })).toHaveAttribute('aria-sort', 'descending');
  });

  test('a span can be opened from its frame', async ({ page, world }) => {
    await open(page, world, failedTrace(world.shop).traceId, 'view=flame');
    await expect(page.getByRole('button', { name: 'Open span' })).toBeDisabled();
    await chart(page, 'Spans by time').focus();
    for (const key of ['ArrowDown', 'ArrowDown']) await page.keyboard.press(key);
    await page.getByRole('button', { name: 'Open span' }).click();
    await said(page, 'sel').toMatch(/^[0-9a-f]{16}$/);
    await expect(page.getByRole('tab', { name: 'Attributes' })).toBeVisible();
  });
});

test.describe('graph', () => {
  const drawing = (page: Page) => page.getByRole('group', { name: 'Graph of the trace' });
  const nodes = (page: Page) => drawing(page).getByRole('button');

  test('arrows move between nodes, Enter lists the spans of one', async ({ page, world }) => {
    await open(page, world, failedTrace(world.shop).traceId, 'view=graph');
    await nodes(page).first().focus();
    const name = (at: Locator) => at.getAttribute('title');
    const focused = drawing(page).locator('button:focus');
    const root = await name(focused);
    await page.keyboard.press('ArrowRight');
    expect(await name(focused)).not.toBe(root);
    await page.keyboard.press('ArrowLeft');
    expect(await name(focused)).toBe(root);
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await said(page, 'node').toMatch(/^\d+$/);
    const spans = page.getByRole('grid', { name: 'Spans of the node' });
    await expect(spans).toBeVisible();
    await page.reload();
    await expect(drawing(page).getByRole('button', { pressed: true })).toBeInViewport();
    await dataRows(spans).first().click();
    await said(page, 'sel').toMatch(/^[0-9a-f]{16}$/);
  });

  test('direction and colour are in the address, and the colour is said in words', async ({ page, world }) => {
    await open(page, world, failedTrace(world.shop).traceId, 'view=graph');
    await page.getByRole('radiogroup', { name: 'Direction' }).getByRole('radio', { name: 'Down' }).check();
    await page.getByRole('radiogroup', { name: 'Colour by' }).getByRole('radio', { name: 'Errors' }).check();
    await said(page, 'gdir').toBe('down');
    await said(page, 'gcolor').toBe('errors');
    await page.reload();
    await expect(nodes(page).filter({ hasText: /\d failed, \d/ }).first()).toBeAttached();
    await expect(page.getByRole('radio', { name: 'Down' })).toBeChecked();
  });

  test('no text is smaller than eleven pixels', async ({ page, world }) => {
    // Sixty-seven spans of fifty services, none of them alike.
    const trace = await plant(world, (writer) => {
      const ids: string[] = [];
      for (let at = 0; at < 67; at++) {
        ids.push(
          writer.add({
            service: `plant-${at % 50}`, name: `work of part ${at}`, parent: ids[Math.floor((at - 1) / 3)], start: at * 1e5,
            duration: 20e6 / (at + 1),
          }),
        );
      }
    });
    await open(page, world, trace.traceId, 'view=graph');
    await expect(nodes(page)).toHaveCount(67);
    const smallest = await nodes(page).evaluateAll((buttons) =>
      Math.min(
        ...buttons.flatMap((button) =>
          [...button.querySelectorAll('b, span')].map((part) => {
            const scale = button.getBoundingClientRect().width / (button as HTMLElement).offsetWidth;
            return Number.parseFloat(getComputedStyle(part).fontSize) * scale;
          }),
        ),
      ),
    );
    expect(smallest).toBeGreaterThanOrEqual(11);
  });

  test('of too many paths the table comes first and asks where to begin', async ({ page, world }) => {
    await open(page, world, world.shop.big, 'view=graph');
    await expect(page.getByText(/too many to draw at once/)).toBeVisible();
    await expect(drawing(page)).toHaveCount(0);
    const table = page.getByRole('grid', { name: 'Nodes' });
    await dataRows(table).first().click();
    await said(page, 'root').toMatch(/^[0-9a-f]{16}$/);
    await expect(nodes(page).first()).toBeVisible();
    await page.getByRole('button', { name: /^Only from/ }).click();
    await expect(page.getByText(/too many to draw at once/)).toBeVisible();
    await page.getByRole('button', { name: 'Begin at the top' }).click();
    await expect(nodes(page).first()).toContainText('import');
    await expect(page.getByText(/the 60 heaviest are drawn/)).toBeVisible();
    await page.getByRole('button', { name: /^Draw / }).click();
    await expect.poll(() => nodes(page).count()).toBeGreaterThan(60);
    expect(await page.evaluate(() => document.querySelectorAll('*').length)).toBeLessThanOrEqual(3_000);
  });

  test('only a part is drawn from a node, and everything again', async ({ page, world }) => {
    await open(page, world, failedTrace(world.shop).traceId, 'view=graph');
    const all = await nodes(page).count();
    await nodes(page).nth(1).click();
    await page.getByRole('button', { name: 'Only from here' }).click();
    await said(page, 'root').not.toBeNull();
    await expect.poll(() => nodes(page).count()).toBeLessThan(all);
    await page.getByRole('button', { name: 'Show everything' }).click();
    await expect.poll(() => nodes(page).count()).toBe(all);
  });
});

test.describe('statistics', () => {
  const table = (page: Page) => page.getByRole('grid', { name: 'Statistics' });

  test('by any attribute, then by another, sorted, in the address', async ({ page, world }) => {
    await open(page, world, world.shop.big, 'view=stats');
    // Where the time went is first.
    await expect(page.getByRole('columnheader', { name: 'Self' })).toHaveAttribute('aria-sort', 'descending');
    const by = page.getByRole('combobox', { name: 'Group by' });
    await by.click();
    await by.fill('tenant');
    await page.getByRole('option', { name: /^tenant/ }).first().click();
    await said(page, 'by').toBe('attr:tenant');
    const then = page.getByRole('combobox', { name: 'Then by' });
    await then.click();
    await then.fill('Status');
    await expect(page.getByRole('option', { name: 'Status' })).toHaveAttribute('aria-selected', 'true');
    await page.keyboard.press('Enter');
    await said(page, 'then').toBe('status');
    await page.getByRole('button', { name: 'p99' }).click();
    await said(page, 'sort').toBe('-p99');
    await page.reload();
    await expect(table(page)).toContainText('globex');
    await expect(page.getByRole('columnheader', { name: 'p99' })).toHaveAttribute('aria-sort', 'descending');
    await expect(page.getByText('3 groups of 10,000 spans')).toBeVisible();
    for (const name of ['Spans', 'Errors', 'Total', 'Self', '% of trace', 'Average', 'p50', 'p90', 'p99', 'Longest', 'Durations']) {
      await expect(page.getByRole('columnheader', { name, exact: true })).toHaveCount(1);
    }
  });

  test('the shape of durations is drawn, and said', async ({ page, world }) => {
    await open(page, world, world.shop.big, 'view=stats');
    await expect(dataRows(table(page)).first().getByRole('img')).toHaveAccessibleName(/^[\d,]+ spans last .+ to .+; the axis runs from/);
  });

  test('are of those spans that match', async ({ page, world }) => {
    await open(page, world, world.shop.big, 'view=stats&by=status&only=errors');
    await expect(page.getByText(/^1 group of \d+ of 10,000 spans/)).toBeVisible();
    await expect(dataRows(table(page))).toHaveCount(1);
  });

  test('as comma-separated values', async ({ page, world }) => {
    const trace = await plant(world, PLANTED['N+1 queries'].found.build);
    await open(page, world, trace.traceId, 'view=stats&by=name');
    const lines = await pressCsv(page, 'CSV');
    expect(lines[0]).toBe('Span name,count,errors,total (ns),self (ns),share,average (ns),p50 (ns),p90 (ns),p99 (ns),max (ns)');
    expect(lines[1]).toMatch(/^SELECT book,8,0,128000000,128000000,0\.64,16000000,/);
    expect(lines[2]).toMatch(/^GET \/shelf,1,0,200000000,48000000,0\.24,/);
  });
});

test.describe('spans', () => {
  const table = (page: Page) => page.getByRole('grid', { name: 'Table of spans' });

  test('columns are chosen, also of attributes, and are in the address', async ({ page, world }) => {
    await open(page, world, failedTrace(world.shop).traceId, 'view=spans');
    await page.getByRole('button', { name: 'Columns' }).click();
    const chooser = page.getByRole('dialog', { name: 'Columns' });
    await chooser.getByRole('checkbox', { name: 'Self' }).uncheck();
    await chooser.getByRole('checkbox', { name: 'Span id' }).check();
    const add = chooser.getByRole('combobox', { name: 'Add an attribute' });
    await add.click();
    await page.getByRole('option').first().click();
    await said(page, 'cols').toMatch(/id,attr:/);
    await page.keyboard.press('Escape');
    const columns = await page.getByRole('columnheader').allTextContents();
    expect(columns).not.toContain('Self');
    expect(columns).toContain('Span id');
    await page.reload();
    await expect(page.getByRole('columnheader', { name: 'Span id' })).toBeVisible();
    expect(await page.getByRole('columnheader').allTextContents()).toEqual(columns);
    await page.getByRole('button', { name: 'Columns' }).click();
    await chooser.getByRole('button', { name: 'Usual columns' }).click();
    await said(page, 'cols').toBeNull();
  });

  test('the order is one click, and in the address', async ({ page, world }) => {
    await open(page, world, world.shop.big, 'view=spans');
    await page.getByRole('button', { name: 'Duration' }).click();
    await said(page, 'sort').toBe('-duration');
    await expect(dataRows(table(page)).first()).toContainText('import');
    await expect(dataRows(table(page)).first()).toContainText('8 s');
  });

  test('what is filtered in the timeline is filtered here, and back', async ({ page, world }) => {
    await open(page, world, world.shop.big, 'view=spans');
    await page.getByRole('button', { name: 'Errors', exact: true }).click();
    await expect(page.getByText(/^\d+ of 10,000 spans match$/)).toBeVisible();
    const failed = Number(/^\d+/.exec(await page.getByText(/spans match$/).innerText())?.[0]);
    await expect(table(page)).toHaveAttribute('aria-rowcount', String(failed + 1));
    await findBox(page).fill('"no such thing anywhere"');
    await expect(page.getByText('No span matches')).toBeVisible();
  });

  test('keys walk through the table and open a span', async ({ page, world }) => {
    await open(page, world, failedTrace(world.shop).traceId, 'view=spans');
    await dataRows(table(page)).first().focus();
    await page.keyboard.press('End');
    await expect(table(page).locator('[role=row]:focus')).toBeInViewport();
    await page.keyboard.press('Enter');
    await said(page, 'sel').toMatch(/^[0-9a-f]{16}$/);
    await expect(table(page).locator('[aria-current=true]')).toHaveCount(1);
    await expect(page.getByRole('tab', { name: 'Attributes' })).toBeVisible();
  });

  test('as comma-separated values, those that match', async ({ page, world }) => {
    const trace = await plant(world, PLANTED['N+1 queries'].found.build);
    await open(page, world, trace.traceId, `view=spans&cols=start,duration,attr:db.system.name&uiFind=${encodeURIComponent('"SELECT book"')}`);
    await expect(page.getByText('8 of 11 spans match')).toBeVisible();
    const lines = await pressCsv(page, 'CSV');
    expect(lines[0]).toBe('span id,name,start (ns),duration (ns),db.system.name');
    expect(lines[1]).toBe(`${trace.spans[1].span.spanId},SELECT book,10000000,16000000,postgresql`);
    expect(lines).toHaveLength(10);
  });

  test('a start says the time on the clock as well', async ({ page, world }) => {
    await open(page, world, failedTrace(world.shop).traceId, 'view=spans');
    await expect(dataRows(table(page)).first().getByRole('gridcell').nth(3)).toHaveAttribute('title', /after the start, \d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{9}/);
  });
});

test.describe('events', () => {
  const table = (page: Page) => page.getByRole('grid', { name: 'Events' });

  test('a stack trace is whole, and its span one click away', async ({ page, world }) => {
    const { traceId, failing } = failedTrace(world.shop);
    await open(page, world, traceId, 'view=events');
    const thrown = dataRows(table(page)).filter({ hasText: 'PoolExhausted' }).first();
    await thrown.getByRole('gridcell').first().click();
    const detail = page.getByRole('complementary', { name: 'Event' });
    await expect(detail.getByText(/pool\.go:88\)\s+at serve/)).toBeVisible();
    await detail.getByRole('button', { name: 'Close' }).click();
    await thrown.getByRole('button', { name: failing.name }).click();
    await said(page, 'sel').toBe(failing.spanId);
    await expect(detail).toHaveCount(0);
  });

  test('are filtered and sorted, which is in the address', async ({ page, world }) => {
    await open(page, world, world.shop.big, 'view=events');
    const all = Number(await table(page).getAttribute('aria-rowcount'));
    await page.getByRole('searchbox', { name: 'Filter events' }).fill('checkpoint mailer');
    await expect.poll(async () => Number(await table(page).getAttribute('aria-rowcount'))).toBeLessThan(all);
    await said(page, 'evt').toBe('checkpoint mailer');
    await page.getByRole('button', { name: 'Time', exact: true }).click();
    await said(page, 'sort').toBe('-time');
    await page.reload();
    await expect(page.getByRole('searchbox', { name: 'Filter events' })).toHaveValue('checkpoint mailer');
    await expect(page.getByRole('columnheader', { name: 'Time' })).toHaveAttribute('aria-sort', 'descending');
    await page.getByRole('searchbox', { name: 'Filter events' }).fill('no such event');
    await page.getByRole('button', { name: 'Clear the filter' }).click();
    await expect(table(page)).toHaveAttribute('aria-rowcount', String(all));
  });

  test('of a trace without any it says so', async ({ page, world }) => {
    const trace = await plant(world, PLANTED.bottleneck.near.build);
    await open(page, world, trace.traceId, 'view=events');
    await expect(page.getByText('No events in this trace')).toBeVisible();
  });
});

test.describe('JSON', () => {
  const tree = (page: Page) => page.getByRole('tree', { name: 'Document' });
  const items = (page: Page) => tree(page).getByRole('treeitem');

  async function saved(page: Page): Promise<string> {
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Download' }).click()]);
    return readFile(await download.path(), 'utf8');
  }

  test("of OpenTelemetry or Jaeger's, adjusted or as stored, is shown and saved", async ({ page, world }) => {
    const { traceId, spans } = failedTrace(world.shop);
    await open(page, world, traceId, 'view=json');
    await expect(items(page).filter({ hasText: 'resourceSpans' }).first()).toBeVisible();
    expect(JSON.parse(await saved(page)).result.resourceSpans.length).toBeGreaterThan(1);
    await page.getByRole('radiogroup', { name: 'Format' }).getByRole('radio', { name: 'Jaeger' }).check();
    await said(page, 'jf').toBe('jaeger');
    await expect(items(page).filter({ hasText: 'operationName' }).first()).toBeVisible();
    expect(JSON.parse(await saved(page)).data[0].spans).toHaveLength(spans);
    const [request] = await Promise.all([
      page.waitForRequest((sent) => /\/api\/traces\/\w+\?raw=true$/.test(sent.url())),
      page.getByRole('radiogroup', { name: 'Times and attributes' }).getByRole('radio', { name: 'As stored' }).check(),
    ]);
    expect((await request.response())?.status()).toBe(200);
    await said(page, 'raw').not.toBeNull();
    await page.reload();
    await expect(page.getByRole('radio', { name: 'Jaeger' })).toBeChecked();
    await expect(page.getByRole('radio', { name: 'As stored' })).toBeChecked();
    await expect(items(page).filter({ hasText: 'operationName' }).first()).toBeVisible();
  });

  test('is copied whole', async ({ page, world }) => {
    const { traceId } = failedTrace(world.shop);
    await open(page, world, traceId, 'view=json');
    await page.getByRole('button', { name: 'Copy the document' }).click();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(JSON.parse(copied)).toEqual(JSON.parse(await saved(page)));
  });

  test('is searched: what is found is opened, and the words are in the address', async ({ page, world }) => {
    const { traceId, failing } = failedTrace(world.shop);
    await open(page, world, traceId, 'view=json');
    const box = page.getByRole('searchbox', { name: 'Find in the document' });
    await box.fill(failing.message);
    const found = page.getByText(/^1\/\d+$/);
    await expect(found).toBeVisible();
    await expect(tree(page).locator('mark').first()).toBeInViewport();
    await box.press('Enter');
    await expect(page.getByText(/^2\/\d+$/)).toBeVisible();
    await said(page, 'evt').toBe(failing.message);
    await page.reload();
    await expect(box).toHaveValue(failing.message);
    await expect(tree(page).locator('mark').first()).toBeInViewport();
    await box.fill('no such text');
    await expect(page.getByText('Not found')).toBeVisible();
  });

  test('the selected span is opened in it', async ({ page, world }) => {
    const { traceId, failing } = failedTrace(world.shop);
    await open(page, world, traceId, `view=json&sel=${failing.spanId}`);
    await expect(items(page).filter({ hasText: failing.spanId }).first()).toBeInViewport();
  });

  test('is a tree for the keyboard', async ({ page, world }) => {
    await open(page, world, failedTrace(world.shop).traceId, 'view=json');
    await items(page).first().focus();
    const focused = tree(page).locator('[role=treeitem]:focus');
    await page.keyboard.press('ArrowLeft');
    await expect(focused).toHaveAttribute('aria-expanded', 'false');
    await expect(items(page)).toHaveCount(1);
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await expect(focused).toHaveAttribute('aria-level', '2');
    await page.getByRole('button', { name: 'Expand all' }).click();
    await page.keyboard.press('Tab');
    await items(page).first().focus();
    await page.keyboard.press('End');
    await expect(focused).toBeInViewport();
    await page.getByRole('button', { name: 'Collapse all' }).click();
    expect(await items(page).count()).toBeLessThan(5);
  });
});

for (const view of ['flame', 'flame&fl=heavy', 'flame&fl=sandwich', 'graph', 'stats', 'spans', 'events', 'json']) {
  test(`${view} of ten thousand spans: few nodes, nothing outside of the window, no rule broken, also on a phone`, async ({ page, world }) => {
    for (const size of [{ width: 1280, height: 800 }, { width: 390, height: 844 }]) {
      await page.setViewportSize(size);
      const panel = await open(page, world, world.shop.big, `view=${view}`);
      await expect(panel.getByRole('region').or(panel.locator('section')).first()).toBeVisible();
      expect(await page.evaluate(() => document.querySelectorAll('*').length)).toBeLessThanOrEqual(3_000);
      await expectNoOverflow(page);
    }
    expect(await violations(page)).toEqual([]);
  });
}
