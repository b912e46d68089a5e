import { exportRequest } from './data/otlp';
import { shopTrace } from './data/shop';
import { expect, results, spanRows, test } from './test';

const trace = shopTrace(31_337, 1_780_000_000_000_000_000n, 20, 90_000_000, true);
const other = shopTrace(31_338, 1_780_000_001_000_000_000n, 20, 90_000_000, false);
const otlp = (of: typeof trace) => JSON.stringify(exportRequest(of.spans));

const jaeger = {
  data: [
    {
      traceID: '00000000000000000000000000c0ffee',
      spans: [
        {
          traceID: '00000000000000000000000000c0ffee', spanID: '0000000000000001', operationName: 'brew', references: [],
          startTime: 1_780_000_000_000_000, duration: 2_000, processID: 'p1', warnings: null,
          tags: [{ key: 'cups', type: 'int64', value: 2 }], logs: [],
        },
      ],
      processes: { p1: { serviceName: 'coffee', tags: [] } },
    },
  ],
};

const FILES: [kind: string, name: string, text: string, traceId: string][] = [
  ['OTLP', 'otlp.json', otlp(trace), trace.traceId],
  ['Jaeger', 'jaeger.json', JSON.stringify(jaeger), '00000000000000000000000000c0ffee'],
  ['JSON lines', 'otlp.jsonl', `${otlp(trace)}\n${otlp(other)}\n`, other.traceId],
];

for (const [kind, name, text, traceId] of FILES) {
  test(`a file of ${kind} is shown and opened`, async ({ page, world }) => {
    await page.goto(`${world.empty.url}/search`);
    await page.locator('input[type=file]').first().setInputFiles({ name, mimeType: 'application/json', buffer: Buffer.from(text) });
    const row = results(page).locator(`a[href*="${traceId}"]`);
    await expect(row.first()).toBeVisible();
    await expect(results(page).getByText('Uploaded').first()).toBeVisible();
    await row.first().click();
    await expect(spanRows(page).first()).toBeVisible();
  });
}

const BROKEN: [what: string, text: string][] = [
  ['no JSON', '{"data": [ {"traceID": '],
  ['something else', '{"name": "a package", "version": 1}'],
  ['empty', ''],
  ['wrong kinds', '{"resourceSpans": [{"scopeSpans": [{"spans": [{"traceId": 5, "attributes": "x"}]}]}]}'],
];

for (const [what, text] of BROKEN) {
  test(`a file with ${what} is refused with the reason`, async ({ page, world }) => {
    await page.goto(`${world.empty.url}/search`);
    await page.locator('input[type=file]').first().setInputFiles({ name: 'broken.json', mimeType: 'application/json', buffer: Buffer.from(text) });
    await expect(page.getByText(/broken\.json/).first()).toBeVisible();
  });
}

test('a large file of many lines is read, and the page stays usable', async ({ page, world }) => {
  const blob = 'x'.repeat(1_000_000);
  const lines = Array.from({ length: 10 }, (_, at) => {
    const { spans } = shopTrace(40_000 + at, 1_780_000_002_000_000_000n, 12, 90_000_000, false);
    const text = otlp({ ...trace, spans });
    return text.replace('"attributes":[', `"attributes":[{"key":"blob","value":{"stringValue":"${blob}"}},`);
  });
  await page.goto(`${world.empty.url}/search`);
  const buffer = Buffer.from(lines.join('\n'));
  expect(buffer.length).toBeGreaterThan(10_000_000);
  await page.locator('input[type=file]').first().setInputFiles({ name: 'large.jsonl', mimeType: 'application/json', buffer });
  await expect(results(page)).toHaveAttribute('aria-rowcount', '11', { timeout: 30_000 });
  await results(page).getByRole('link').first().click();
  await expect(spanRows(page).first()).toBeVisible();
});

test('a broken line is named, and what was there stays', async ({ page, world }) => {
  await page.goto(`${world.empty.url}/search`);
  const file = page.locator('input[type=file]').first();
  const upload = (name: string, text: string) => file.setInputFiles({ name, mimeType: 'application/json', buffer: Buffer.from(text) });
  await upload('good.json', otlp(trace));
  await expect(results(page)).toHaveAttribute('aria-rowcount', '2');
  await upload('bad.jsonl', `${otlp(other)}\n{"resourceSpans": [\n`);
  await expect(page.getByRole('alert')).toContainText(/bad\.jsonl.*line 2/i);
  await expect(results(page)).toHaveAttribute('aria-rowcount', '2');
});

test('nesting without end is refused with the reason', async ({ page, world }) => {
  await page.goto(`${world.empty.url}/search`);
  const buffer = Buffer.from('['.repeat(2_000_000));
  await page.locator('input[type=file]').first().setInputFiles({ name: 'deep.json', mimeType: 'application/json', buffer });
  await expect(page.getByRole('alert')).toContainText('deep.json');
});
