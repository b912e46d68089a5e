// `test` with servers, and with a watch over what no page may do: run what the data says, break its policy, fail.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

import { expect, test as base } from '@playwright/test';
import type { Page } from '@playwright/test';

import type { ClientTrace, Run } from './data/clients';
import type { SentSpan } from './data/sent';
import { world } from './world';
import type { World } from './world';

export { expect };

/** What went wrong in the page, collected while a test runs. */
export interface Watch {
  problems: string[];
  /** Takes out what a test brought about on purpose. */
  expect(pattern: RegExp): void;
}

/** What real clients sent. */
export interface FromClients {
  url: string;
  traces: ClientTrace[];
  traceOf(run: Run, outcome?: string): ClientTrace;
  /** Of one trace, as the library had it. */
  sentOf(traceId: string): SentSpan[];
}

export const test = base.extend<{ world: World; clients: FromClients; watch: Watch }>({
  world: async ({}, use) => use(world()),

  clients: async ({ world }, use) => {
    const { url, traces, sentLog, failure } = world.clients;
    if (failure !== undefined) throw new Error(failure);
    const sent = JSON.parse(readFileSync(sentLog, 'utf8')) as SentSpan[];
    const sentOf = (traceId: string) => sent.filter((span) => span.trace_id === traceId);
    const traceOf = ({ client, protocol }: Run, outcome?: string) => {
      const isIt = (one: ClientTrace) => one.client === client && one.protocol === protocol && one.outcome === outcome;
      const trace = traces.find(isIt);
      if (!trace) throw new Error(`${client} over ${protocol} sent no trace that is ${outcome}`);
      return trace;
    };
    await use({ url, traces, traceOf, sentOf });
  },

  watch: [
    async ({ page }, use) => {
      const problems: string[] = [];
      const expected: RegExp[] = [];
      await page.exposeFunction('reportViolation', (text: string) => problems.push(text));
      await page.addInitScript(() => {
        document.addEventListener('securitypolicyviolation', (event) => {
          const report = (window as unknown as { reportViolation(text: string): void }).reportViolation;
          report(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`);
        });
      });
      page.on('dialog', (dialog) => {
        problems.push(`dialog: ${dialog.message()}`);
        void dialog.dismiss();
      });
      page.on('pageerror', (error) => problems.push(`error: ${error.message}`));
      page.on('console', (message) => {
        // The browser itself reports answers that are failures; tests of failures look at the page.
        if (message.type() === 'error' && !/^Failed to load resource/.test(message.text())) {
          problems.push(`console: ${message.text().slice(0, 500)}`);
        }
      });
      await use({ problems, expect: (pattern) => void expected.push(pattern) });
      if (await page.evaluate(() => 'owned' in window).catch(() => false)) problems.push('data was run as a script');
      expect(problems.filter((problem) => !expected.some((pattern) => pattern.test(problem)))).toEqual([]);
    },
    { auto: true },
  ],
});

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

interface Violation {
  id: string;
  nodes: { target: unknown[]; failureSummary?: string }[];
}

/** The rules of accessibility that the page breaks, one line for each element. */
export async function violations(page: Page): Promise<string[]> {
  // Through the debugger, which the page's policy does not bind.
  await page.evaluate(AXE);
  const found = await page.evaluate(async (rules) => {
    const { axe } = window as unknown as { axe: { run(node: Document, options: unknown): Promise<{ violations: Violation[] }> } };
    return (await axe.run(document, { runOnly: rules, resultTypes: ['violations'] })).violations;
  }, RULES);
  return found.flatMap(({ id, nodes }) =>
    nodes.slice(0, 5).map((node) => `${id}: ${node.target.join(' ')}: ${node.failureSummary?.split('\n')[1]?.trim() ?? ''}`),
  );
}

/** Nothing is wider than the window. */
export async function expectNoOverflow(page: Page): Promise<void> {
  const { scroll, client } = await page.evaluate(() => ({
    scroll: document.documentElement.scrollWidth,
    client: document.documentElement.clientWidth,
  }));
  expect(scroll, 'the page is wider than the window').toBeLessThanOrEqual(client);
}

/** What the page shows once it is at rest, whatever it shows: results, nothing, or a failure. */
export async function settled(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
  await page.waitForLoadState('networkidle');
}

export const results = (page: Page) => page.getByRole('grid', { name: 'Traces' });
export const resultRows = (page: Page) => results(page).locator('[role=row][aria-rowindex]:not([aria-rowindex="1"])');
export const timeline = (page: Page) => page.getByRole('treegrid', { name: 'Spans' });
export const spanRows = (page: Page) => timeline(page).locator('[role=row][aria-level]');
export const findBox = (page: Page) => page.getByRole('searchbox', { name: 'Find in trace' });
