// The flows of every day on what programs with published client libraries sent.

import { RUNS } from './data/clients';
import type { Run } from './data/clients';
import { failureOf, shownAttributes, structureOf, tellingSpan } from './data/expected';
import { attributesIn, detail, part, rowOf, shownRows, shownStructure } from './detail';
import { expect, findBox, resultRows, results, spanRows, test, timeline } from './test';
import type { FromClients } from './test';

const isOf = (run: Run) => (trace: Run) => trace.client === run.client && trace.protocol === run.protocol;
const firstRuns = RUNS.filter(({ client }, at) => RUNS.findIndex((run) => run.client === client) === at);
/** Clients of which it is known to the last attribute what they sent. */
const loggedRuns = RUNS.filter(({ client }) => !client.startsWith('jaeger-'));

function traceOf({ traces }: FromClients, run: Run, outcome?: string) {
  const trace = traces.find((one) => isOf(run)(one) && (outcome === undefined || one.outcome === outcome));
  if (!trace) throw new Error(`${run.client} over ${run.protocol} sent no such trace`);
  return trace;
}

for (const run of firstRuns) {
  test(`from a search to a link: ${run.client}`, async ({ page, context, clients }) => {
    const known = traceOf(clients, run, run.client.startsWith('jaeger-') ? undefined : 'error');
    await page.goto(`${clients.url}/search?limit=200`);
    const service = page.getByRole('combobox', { name: 'Service', exact: true });
    await service.click();
    await page.keyboard.type(known.service);
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(new RegExp(`service=${known.service}(&|$)`));

    // The newest that are all alike, or one by its id.
    const row = known.outcome === undefined ? resultRows(page).first() : resultRows(page).filter({ has: page.locator(`a[href*="${known.traceId}"]`) });
    await expect(row).toContainText(known.service);
    await row.getByRole('link').first().click();
    const spans = clients.sentOf(known.traceId);
    const span = spans.length > 0 ? tellingSpan(spans) : { service: known.service, name: 'checkout' };
    await rowOf(page, span).click();
    await expect(detail(page).getByRole('heading', { level: 2 })).toHaveText(span.name);
    if ('status' in span) await expect(detail(page)).toContainText(failureOf(span));
    else expect(await attributesIn(await part(page, 'Attributes'))).toMatchObject({ 'sampler.type': 'probabilistic', 'sampler.param': '1' });

    const wanted = known.requestId ?? 'sampler.type=probabilistic';
    await findBox(page).fill(wanted);
    await expect(page.getByRole('toolbar', { name: 'Filters' }).getByRole('status').first()).toHaveText(/^1 (of 1 )?found$|^1 of 1 found$/);
    await detail(page).getByRole('button', { name: 'Copy link' }).click();
    const link = await page.evaluate(() => navigator.clipboard.readText());

    const second = await context.newPage();
    await second.goto(link);
    await expect(findBox(second)).toHaveValue(wanted);
    await expect(rowOf(second, span)).toHaveAttribute('aria-selected', 'true');
    await expect(detail(second).getByRole('heading', { level: 2 })).toHaveText(span.name);
    expect(await shownStructure(second)).toEqual(await shownStructure(page));
    expect(second.url()).toBe(page.url());
  });
}

for (const run of loggedRuns) {
  test(`what was sent is shown: ${run.client} over ${run.protocol}`, async ({ page, clients }) => {
    for (const outcome of ['ok', 'error', 'slow']) {
      const { traceId, spans } = traceOf(clients, run, outcome);
      const sent = clients.sentOf(traceId);
      await page.goto(`${clients.url}/trace/${traceId}`);
      await expect(spanRows(page)).toHaveCount(spans);
      expect(await shownStructure(page), outcome).toEqual(structureOf(sent));

      const span = tellingSpan(sent);
      await rowOf(page, span).click();
      const attributes = await part(page, 'Attributes');
      await expect(attributes.locator('dl').or(attributes.getByText('No attributes'))).toBeVisible();
      const ofSpan = await attributesIn(attributes);
      const ofResource = await attributesIn(await part(page, 'Resource'));
      const [sentOfSpan, sentOfResource] = [shownAttributes(span.attributes, run), shownAttributes(span.resource, run)];
      if (run.protocol.startsWith('otlp')) {
        expect(ofSpan, `${outcome}: attributes`).toEqual(sentOfSpan);
        expect(ofResource, `${outcome}: resource`).toEqual(sentOfResource);
      } else {
        // Some libraries send the resource as attributes of each span.
        expect({ ...ofSpan, ...ofResource }, outcome).toMatchObject({ ...sentOfSpan, ...sentOfResource });
      }
      if (span.status === 'error') await expect(detail(page)).toContainText(failureOf(span));

      const events = (await part(page, 'Events')).locator('details');
      await expect(events).toHaveCount(span.events.length);
      for (const [at, event] of span.events.entries()) {
        await expect(events.nth(at).locator('summary')).toContainText(event.name);
        const { 'exception.type': type, 'exception.message': message, 'exception.stacktrace': stack, ...rest } = shownAttributes(event.attributes, run);
        expect(await attributesIn(events.nth(at))).toMatchObject(rest);
        if (type !== undefined) await expect(events.nth(at)).toContainText(`${type}: ${message}`);
        if (stack !== undefined) expect(await events.nth(at).getByRole('group', { name: 'Stack trace' }).textContent()).toBe(stack);
      }

      const links = (await part(page, 'Links')).getByRole('link');
      await expect(links).toHaveCount(span.links.length);
      for (const link of span.links) {
        await links.first().click();
        await expect(page).toHaveURL(new RegExp(`/trace/${link.trace_id}\\?.*sel=${link.span_id}`));
        await expect(detail(page).getByRole('heading', { level: 2 })).toHaveText('publish-receipt');
      }
    }
  });
}

for (const { client } of firstRuns.filter((run) => loggedRuns.includes(run))) {
  test(`a trace looks the same whichever way it came: ${client}`, async ({ page, clients }) => {
    const runs = RUNS.filter((run) => run.client === client);
    const shown: string[][] = [];
    for (const run of runs) {
      const { traceId, spans } = traceOf(clients, run, 'ok');
      await page.goto(`${clients.url}/trace/${traceId}`);
      await expect(spanRows(page)).toHaveCount(spans);
      shown.push(await shownStructure(page));
    }
    for (const [at, { protocol }] of runs.entries()) expect(shown[at], protocol).toEqual(shown[0]);
  });
}

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
  const [ok, slow] = [traceOf(clients, GO, 'ok'), traceOf(clients, GO, 'slow')];
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
  const { traceId, spans } = traceOf(clients, { client: 'zipkin-java', protocol: 'zipkin-v2-json' }, 'ok');
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
  const { traceId, spans } = traceOf(clients, PYTHON, 'error');
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
  const other = traceOf(clients, { client: 'zipkin-python', protocol: 'zipkin-v2-json' }, 'ok');
  await page.goto(`${clients.url}/trace/${other.traceId}?svcFilter=${filter}`);
  await expect(spanRows(page)).toHaveCount(other.spans);
  await page.goto(`${clients.url}/trace/${traceId}?svcFilter=beef.1`);
  await expect(spanRows(page)).toHaveCount(spans);
});

for (const [run, outcome] of [[PYTHON, 'error'], [GO, 'ok'], [{ client: 'zipkin-java', protocol: 'zipkin-v2-proto' }, 'error']] as const) {
  for (const format of ['OTLP', 'Jaeger'] as const) {
    test(`a trace of ${run.client} looks the same after a download and an upload: ${format}`, async ({ page, world, clients }) => {
      const { traceId, spans, service } = traceOf(clients, run, outcome);
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
  const [ok, slow] = [traceOf(clients, NODE, 'ok'), traceOf(clients, NODE, 'slow')];
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
  const { traceId, requestId } = traceOf(clients, GO, 'ok');
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
  const { traceId, spans } = traceOf(clients, PYTHON, 'ok');
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
