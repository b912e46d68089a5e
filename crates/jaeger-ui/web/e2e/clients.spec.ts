// The flows of every day on what programs with published client libraries sent.

import { RUNS } from './data/clients';
import { failureOf, shownAttributes, structureOf, tellingSpan } from './data/expected';
import { attributesIn, detail, part, rowOf, shownStructure } from './detail';
import { expect, findBox, resultRows, spanRows, test } from './test';

const firstRuns = RUNS.filter(({ client }, at) => RUNS.findIndex((run) => run.client === client) === at);
/** Clients of which it is known to the last attribute what they sent. */
const loggedRuns = RUNS.filter(({ client }) => !client.startsWith('jaeger-'));

for (const run of firstRuns) {
  test(`from a search to a link: ${run.client}`, async ({ page, context, clients }) => {
    const known = clients.traceOf(run, run.client.startsWith('jaeger-') ? undefined : 'error');
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
    await expect(page.getByRole('toolbar', { name: 'Filters' }).getByRole('status').first()).toHaveText(/^1 (of 1 )?found$/);
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
      const { traceId, spans } = clients.traceOf(run, outcome);
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
      const { traceId, spans } = clients.traceOf(run, 'ok');
      await page.goto(`${clients.url}/trace/${traceId}`);
      await expect(spanRows(page)).toHaveCount(spans);
      shown.push(await shownStructure(page));
    }
    for (const [at, { protocol }] of runs.entries()) expect(shown[at], protocol).toEqual(shown[0]);
  });
}
