// What is done with several traces, or beside a trace, on what programs with published client libraries sent.

import type { Run } from './data/clients';
import { structureOf } from './data/expected';
import { shownRows, shownStructure } from './detail';
import { expect, resultRows, results, spanRows, test, timeline } from './test';

const GO: Run = { client: 'go', protocol: 'otlp-grpc' };
const PYTHON: Run = { client: 'python', protocol: 'thrift-http' };
const NODE: Run = { client: 'node', protocol: 'otlp-http' };

test('a part of the heat map holds what it says', async ({ page, clients }) => {
  await page.goto(`${clients.url}/search?limit=200`);
  await expect(resultRows(page).first()).toBeVisible();
  await page.waitForLoadState('networkidle');
  const plot = page.getByRole('group', { name: /Plot of start and duration/ });
  const box = await plot.locator('canvas').boundingBox();
  if (!box) throw new Error('there is no plot');
  // The slow ones are above.
  await page.mouse.move(box.x + box.width * 0.1, box.y + 4);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width - 4, box.y + box.height * 0.4, { steps: 5 });
  await page.mouse.up();
  const said = await page.getByText(/: \d+ traces?, \d+ failed/).textContent();
  const inside = Number(/(\d+) traces?,/.exec(said ?? '')?.[1]);
  expect(inside).toBeGreaterThanOrEqual(clients.traces.filter(({ outcome }) => outcome === 'slow').length);
  await page.getByRole('button', { name: 'Narrow to these' }).click();
  await expect(page).toHaveURL(/minTraceDuration=\d/);
  await expect(results(page)).toHaveAttribute('aria-rowcount', String(inside + 1));
});

test('two requests of one service are compared by their durations', async ({ page, clients }) => {
  const [ok, slow] = [clients.traceOf(GO, 'ok'), clients.traceOf(GO, 'slow')];
  await page.goto(`${clients.url}/search?service=${ok.service}`);
  for (const { traceId } of [ok, slow]) {
    await resultRows(page).filter({ has: page.locator(`a[href*="${traceId}"]`) }).getByRole('checkbox').check({ force: true });
  }
  await page.getByRole('group', { name: 'Ticked traces' }).getByRole('link', { name: 'Compare' }).click();
  await expect(page).toHaveURL(new RegExp(`/trace/${ok.traceId}\\.\\.\\.${slow.traceId}`));
  await expect(page.getByRole('main')).toContainText(/B is 3\d\d ms slower/);
  await page.getByRole('tab', { name: 'Durations' }).click();
  const durations = page.getByRole('grid', { name: 'Durations by path' });
  const settled = durations.getByRole('row').filter({ hasText: 'settle-receipts' });
  await expect(settled).toContainText('not there');
  await expect(settled).toContainText(/\+3\d\d ms/);
});

test('the critical path alone, and all again', async ({ page, clients }) => {
  const { traceId, spans } = clients.traceOf({ client: 'zipkin-java', protocol: 'zipkin-v2-json' }, 'ok');
  await page.goto(`${clients.url}/trace/${traceId}`);
  await expect(spanRows(page)).toHaveCount(spans);
  const onPath = (await shownRows(page)).filter(({ label }) => label.includes('on the critical path')).length;
  expect(onPath).toBeGreaterThan(1);
  const pill = page.getByRole('button', { name: 'Critical path' });
  await pill.click();
  const kept = page.getByRole('toolbar', { name: 'Filters' }).getByText(/^\d+ kept$/);
  await expect(kept).toHaveText(`${onPath} kept`);
  await pill.click();
  await expect(kept).toHaveCount(0);
  await expect(spanRows(page)).toHaveCount(spans);
});

test('a service is left out, and a filter of another trace leaves nothing out', async ({ page, clients }) => {
  const { traceId, spans } = clients.traceOf(PYTHON, 'error');
  await page.goto(`${clients.url}/trace/${traceId}`);
  await page.getByRole('button', { name: /choose which are shown/ }).click();
  await page.getByRole('checkbox', { name: 'payment' }).uncheck({ force: true });
  const leftOut = timeline(page).getByRole('row', { name: '2 spans left out by the service filter, 2 failed' });
  await expect(leftOut).toBeVisible();
  await expect(page).toHaveURL(/svcFilter=[0-9a-f]{4}\.[0-9a-f]/);
  const filter = new URL(page.url()).searchParams.get('svcFilter');
  await page.reload();
  await expect(leftOut).toBeVisible();

  // Of the same number of services, so that only their names tell.
  const other = clients.traceOf({ client: 'zipkin-python', protocol: 'zipkin-v2-json' }, 'ok');
  await page.goto(`${clients.url}/trace/${other.traceId}?svcFilter=${filter}`);
  await expect(spanRows(page)).toHaveCount(other.spans);
  await page.goto(`${clients.url}/trace/${traceId}?svcFilter=beef.1`);
  await expect(spanRows(page)).toHaveCount(spans);
});

for (const [run, outcome] of [[PYTHON, 'error'], [GO, 'ok'], [{ client: 'zipkin-java', protocol: 'zipkin-v2-proto' }, 'error']] as const) {
  for (const format of ['OTLP', 'Jaeger'] as const) {
    test(`a trace of ${run.client} looks the same after a download and an upload: ${format}`, async ({ page, world, clients }) => {
      const { traceId, spans, service } = clients.traceOf(run, outcome);
      await page.goto(`${clients.url}/trace/${traceId}`);
      await expect(spanRows(page)).toHaveCount(spans);
      const before = await shownRows(page);
      await page.goto(`${clients.url}/trace/${traceId}?view=json`);
      if (format === 'Jaeger') await page.getByRole('radio', { name: 'Jaeger' }).check({ force: true });
      await expect(page.getByRole('tree', { name: 'Document' })).toContainText(format === 'Jaeger' ? 'data' : 'resourceSpans');
      const started = page.waitForEvent('download');
      await page.getByRole('button', { name: 'Download' }).click();
      const file = await (await started).path();

      await page.goto(`${world.empty.url}/search`);
      await page.locator('input[type=file]').first().setInputFiles(file);
      const row = resultRows(page).filter({ has: page.locator(`a[href*="${traceId}"]`) });
      await expect(row).toContainText(service);
      await row.getByRole('link').first().click();
      await expect(spanRows(page)).toHaveCount(spans);
      // Jaeger's times end at the microsecond.
      const exact = format === 'OTLP' || !run.protocol.startsWith('otlp');
      const told = (rows: typeof before) => rows.map(({ level, label }) => [level, exact ? label : label.split(', ')[0]]);
      expect(told(await shownRows(page))).toEqual(told(before));
    });
  }
}

test('traces downloaded from the list open from the file', async ({ page, world, clients }) => {
  const [ok, slow] = [clients.traceOf(NODE, 'ok'), clients.traceOf(NODE, 'slow')];
  await page.goto(`${clients.url}/search?traceID=${ok.traceId}&traceID=${slow.traceId}`);
  await expect(resultRows(page)).toHaveCount(2);
  const started = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download the traces of the list' }).click();
  const file = await (await started).path();
  await page.goto(`${world.empty.url}/search`);
  await page.locator('input[type=file]').first().setInputFiles(file);
  await expect(resultRows(page)).toHaveCount(2);
  await page.locator(`a[href*="${ok.traceId}"]`).first().click();
  await expect(spanRows(page)).toHaveCount(ok.spans);
  expect(await shownStructure(page)).toEqual(structureOf(clients.sentOf(ok.traceId)));
});

test('the document of a trace has every digit', async ({ page, clients }) => {
  const { traceId, requestId } = clients.traceOf(GO, 'ok');
  for (const format of ['', '&jf=jaeger']) {
    await page.goto(`${clients.url}/trace/${traceId}?view=json${format}`);
    const document = page.getByRole('tree', { name: 'Document' });
    for (const text of ['9007199254740993', requestId ?? '']) {
      await page.getByRole('tabpanel').getByRole('searchbox').fill(text);
      await expect(document.locator('mark').first()).toHaveText(text);
    }
  }
});

test('in a frame there are the spans and nothing around them', async ({ page, clients }) => {
  const { traceId, spans } = clients.traceOf(PYTHON, 'ok');
  await page.goto(`${clients.url}/trace/${traceId}?uiEmbed=v0&uiTimelineCollapseTitle=1&uiTimelineHideMinimap=1&uiTimelineHideSummary=1`);
  await expect(spanRows(page)).toHaveCount(spans);
  await expect(page.getByRole('navigation', { name: 'Pages' })).toHaveCount(0);
  expect(await shownStructure(page)).toEqual(structureOf(clients.sentOf(traceId)));
});

test('who calls whom is known of each client', async ({ page, clients }) => {
  await page.goto(`${clients.url}/dependencies?view=table`);
  const calls = page.getByRole('grid', { name: 'Calls between services' });
  for (const [caller, callee] of [['shop', 'payment'], ...['java', 'python', 'node'].map((of) => [`shop-zipkin-${of}`, `payment-zipkin-${of}`])]) {
    const sent = clients.traces.filter(({ service, outcome }) => service === caller && (outcome !== 'slow' || caller === 'shop'));
    const row = calls.getByRole('row').filter({ has: page.getByTitle(`${caller} calls ${callee}`, { exact: true }) });
    await expect(row.getByRole('gridcell').nth(2)).toHaveText(String(sent.length));
  }
});

test('the services of all clients are measured', async ({ page, clients }) => {
  await page.goto(`${clients.url}/monitor`);
  const services = page.getByRole('grid', { name: 'Services' });
  const served = clients.traces.flatMap(({ traceId }) => clients.sentOf(traceId)).filter(({ kind }) => kind === 'server');
  for (const service of new Set(served.map((span) => span.service))) {
    const row = services.getByRole('row').filter({ has: page.getByTitle(service, { exact: true }) });
    const isFailing = served.some((span) => span.service === service && span.status === 'error');
    await expect(row.getByRole('gridcell').nth(2), service).toHaveText(/\d (µs|ms|s)$/);
    await expect(row.getByRole('gridcell').nth(4), service).toHaveText(isFailing ? /[1-9]\d? %$/ : /(^|\D)0 %$/);
  }
});
