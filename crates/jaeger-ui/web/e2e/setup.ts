// Before all tests: starts the servers that they look at and loads them with data; after all tests: stops them.

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { start, binaryOf } from './program';
import type { Program } from './program';
import { bigTrace } from './data/big';
import { CLIENT_OPTIONS, sendFromClients } from './data/clients';
import { tripTrace } from './data/genai';
import { hostileTraces } from './data/hostile';
import { oddTraces } from './data/odd';
import { send } from './data/otlp';
import type { Trace } from './data/otlp';
import { shopTraces } from './data/shop';
import { textbookTraces } from './data/textbook';
import { FIXED_NOW, WORLD } from './world';
import type { Clients, World } from './world';

export default async function setup(): Promise<() => Promise<void>> {
  const running: Program[] = [];
  const folder = await mkdtemp(join(tmpdir(), 'jaeger-ui-'));
  const stop = async () => {
    await Promise.all(running.map((program) => program.stop()));
    await rm(folder, { recursive: true });
  };
  const run = async (...options: string[]) => {
    const program = await start(binaryOf('debug'), options);
    running.push(program);
    return program;
  };
  try {
    const now = BigInt(Date.now()) * 1_000_000n;
    const fixedNow = BigInt(FIXED_NOW.getTime()) * 1_000_000n;
    const shop = await run();
    await expectPage(shop.query);
    const planted = await run();
    const fixed = await run();
    const hostile = await run();
    const prefixed = await run('--query.base-path=/jaeger', '--query.ui-config=e2e/config/ui.json');
    const empty = await run();
    const scripted = await run('--query.ui-config=e2e/config/ui.js');

    const clients = fromClients(await run(...CLIENT_OPTIONS), join(folder, 'sent.jsonl'));

    // They lie close together, so that the last hour still has them all when the last test runs.
    const shopData = await load(shop, now, { shop: 8, textbook: 16 });
    const fixedData = await load(fixed, fixedNow);
    const hostileData = hostileTraces(now);
    // One by one: a megabyte in many places fills a request.
    for (const trace of Object.values(hostileData)) for (const span of trace.spans) await send(hostile.otlp, [span]);
    const few = shopTraces(now, 10);
    for (const trace of [...few, ...Object.values(odd(now))]) await send(prefixed.otlp, trace.spans);

    const world: World = {
      loadedAt: Number(now / 1_000_000n),
      otlp: shop.otlp,
      shop: { url: shop.query, ...shopData },
      planted: { url: planted.query, otlp: planted.otlp },
      fixed: { url: fixed.query, ...fixedData },
      hostile: { url: hostile.query, traces: idsOf(hostileData) },
      prefixed: { url: `${prefixed.query}/jaeger`, traceId: few[0].traceId },
      scripted: { url: scripted.query },
      empty: { url: empty.query },
      clients: await clients,
    };
    process.env[WORLD] = JSON.stringify(world);
    return stop;
  } catch (error) {
    await stop();
    throw error;
  }
}

async function expectPage(url: string): Promise<void> {
  const page = await (await fetch(`${url}/search`)).text();
  if (page.includes('jaeger-ui-root')) return;
  throw new Error('The program serves no web UI: run `make ui` and build it, or set JAEGER_STATIC_FILES to the built files.');
}

/** Whoever lacks a runtime can still run the other tests. */
async function fromClients(server: Program, sentLog: string): Promise<Clients> {
  const url = server.query;
  try {
    const { traces, sent } = await sendFromClients(server);
    await writeFile(sentLog, JSON.stringify(sent));
    return { url, traces, sentLog };
  } catch (error) {
    return { url, traces: [], sentLog, failure: String(error) };
  }
}

async function load(program: Program, now: bigint, apart: { shop?: number; textbook?: number } = {}) {
  const shop = shopTraces(now, 250, apart.shop);
  // Days before, so that no page that looks back from now has it.
  const strange = { ...odd(now), trip: tripTrace(now - 259_200_000_000_000n) };
  const big = bigTrace(10_000, now - 200_000_000_000n, 8_000_000_000);
  await send(program.otlp, shop.flatMap(({ spans }) => spans));
  await send(program.otlp, textbookTraces(now, apart.textbook).flatMap(({ spans }) => spans));
  await send(program.otlp, Object.values(strange).flatMap(({ spans }) => spans));
  await send(program.otlp, big.spans);
  return {
    traces: shop.map(({ traceId, root, duration, spans, failing }) => ({ traceId, root, duration, spans: spans.length, failing })),
    odd: idsOf(strange),
    big: big.traceId,
  };
}

function odd(now: bigint): Record<string, Trace> {
  return { ...oddTraces(now) };
}

function idsOf(traces: Record<string, Trace>): Record<string, string> {
  return Object.fromEntries(Object.entries(traces).map(([name, { traceId }]) => [name, traceId]));
}
