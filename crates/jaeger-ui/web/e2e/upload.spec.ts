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
