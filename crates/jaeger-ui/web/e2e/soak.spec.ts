// What was opened and left is not kept, neither by the page nor by its worker.

import type { CDPSession, Page } from '@playwright/test';

import { bigTrace } from './data/big';
import { send } from './data/otlp';
import { detail } from './detail';
import { binaryOf, start } from './program';
import { expect, resultRows, settled, test, timeline } from './test';

const TRACES = 50;
/** So many in each that all of them together, kept, would be more than is allowed. */
const SPANS = 2_000;
/** For longer than this no trace is kept that nobody looks at. */
const KEPT_MS = 180_000;
const MOST_KEPT = 10_000_000;

// What is recorded of a test lies in the memory that is measured.
test.use({ trace: 'off' });

test(`little is kept of ${TRACES} traces that were opened and left`, async ({ page }) => {
  test.setTimeout(240_000);
  const server = await start(binaryOf('debug'));
  try {
    const end = BigInt(Date.now() - 600_000) * 1_000_000n;
    const traces = Array.from({ length: TRACES + 3 }, (_, at) => bigTrace(SPANS + at, end, 8_000_000_000));
    for (const { spans } of traces) await send(server.otlp, spans);
    await page.clock.install();
    const session = await page.context().newCDPSession(page);
    const toPage: Send = (method) => session.send(method);
    const toWorker = await workerOf(session);
    await page.goto(`${server.query}/search?limit=20`);
    await expect(resultRows(page).first()).toBeVisible();
    // What every page loads once is there before anything is measured.
    for (const { traceId } of traces.slice(TRACES)) await look(page, traceId);
    await leave(page);
    const before = { page: await heapOf(toPage), worker: await heapOf(toWorker) };
    for (const { traceId } of traces.slice(0, TRACES)) await look(page, traceId);
    await leave(page);
    // Who goes back at once finds the trace still there.
    await page.clock.fastForward(KEPT_MS);
    expect((await heapOf(toPage)) - before.page, 'page').toBeLessThan(MOST_KEPT);
    expect((await heapOf(toWorker)) - before.worker, 'worker').toBeLessThan(MOST_KEPT);
  } finally {
    await server.stop();
  }
});

/** Opens a trace and a span of it, and by that leaves what was open. */
async function look(page: Page, traceId: string): Promise<void> {
  const box = page.getByRole('textbox', { name: 'Trace id' });
  await box.fill(traceId);
  await box.press('Enter');
  await expect(page).toHaveURL(new RegExp(traceId));
  // The page scrolls to what failed while it loads.
  await expect(async () => {
    await timeline(page).locator('[role=row][tabindex="0"]').click();
    await expect(detail(page).getByRole('tabpanel').locator('dl')).toBeVisible({ timeout: 2_000 });
  }).toPass();
}

async function leave(page: Page): Promise<void> {
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Search' }).click();
  await expect(resultRows(page).first()).toBeVisible();
  await settled(page);
}

type Send = (method: 'HeapProfiler.collectGarbage' | 'Runtime.getHeapUsage') => Promise<unknown>;

/** Bytes that are in use once everything is collected that nothing holds. */
async function heapOf(send: Send): Promise<number> {
  await send('HeapProfiler.collectGarbage');
  const { usedSize, backingStorageSize = 0 } = (await send('Runtime.getHeapUsage')) as { usedSize: number; backingStorageSize?: number };
  return usedSize + backingStorageSize;
}

/** The worker that the page starts with the first trace; it is spoken to through the page. */
async function workerOf(session: CDPSession): Promise<Send> {
  const attached = new Promise<string>((done) => {
    session.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
      if (targetInfo.type === 'worker') done(sessionId);
    });
  });
  await session.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: false, flatten: false });
  let last = 0;
  return async (method) => {
    const id = ++last;
    const answer = new Promise<unknown>((done) => {
      session.on('Target.receivedMessageFromTarget', ({ message }) => {
        const reply = JSON.parse(message) as { id?: number; result?: unknown };
        if (reply.id === id) done(reply.result);
      });
    });
    await session.send('Target.sendMessageToTarget', { sessionId: await attached, message: JSON.stringify({ id, method }) });
    return answer;
  };
}
