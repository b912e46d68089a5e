// Loads traces of growing sizes into the program, measures what the UI makes of them, prints the figures beside their
// budgets, and adds a line to `history.jsonl`. A whole run also makes `latest.md`.

import { appendFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { bigTrace } from '../e2e/data/big';
import { send } from '../e2e/data/otlp';
import { shopTraces } from '../e2e/data/shop';
import { binaryOf, start } from '../e2e/program';
import type { Program } from '../e2e/program';
import { table } from './budgets';
import { launch } from './browser';
import type { Figures } from './browser';
import { measureDependencies, SERVICES } from './dependencies';
import { measurePhone } from './phone';
import { manyTraces, measureBytes, measureSearch, measureTable, MOST_RESULTS } from './search';
import { measureFallback, measureTrace, middle } from './trace';
import { measureView } from './view';

/** How long the trace of a size lasts, in ns. */
const DURATIONS: Record<number, number> = { 1_000: 2e9, 10_000: 8e9, 100_000: 60e9, 1_000_000: 600e9 };
/** Above this a document of JSON is not what anybody should wait for. */
const FALLBACK_MOST = 100_000;

const SIZES = '1000,10000,100000,1000000';
const RESULTS = '20,200';

export async function main(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      sizes: { type: 'string', default: SIZES },
      results: { type: 'string', default: RESULTS },
      repeat: { type: 'string', default: '3' },
      history: { type: 'string', default: join(import.meta.dirname, 'history.jsonl') },
    },
  });
  const numbers = (text: string) => text.split(',').filter(Boolean).map(Number);
  const repeat = Number(values.repeat);
  const program = await start(binaryOf('release'));
  const row: Record<string, Figures> = {};
  const note = (name: string, figures: Figures) => {
    row[name] = figures;
    console.error(`${name} ${JSON.stringify(figures)}`);
  };
  try {
    const page = await (await fetch(`${program.query}/search`)).text();
    if (!page.includes('"uiApi":1')) throw new Error(`${binaryOf('release')} is older than the UI: run \`make ui-bench\``);
    const traces = await load(program, numbers(values.sizes));
    note('bytes', await measureBytes(program.query));
    for (const results of numbers(values.results)) {
      note(`search ${results}`, await median(repeat, () => measureSearch(program.query, results)));
    }
    if (values.results !== '') {
      await send(program.otlp, manyTraces(BigInt(Date.now()) * 1_000_000n));
      note(`table ${MOST_RESULTS}`, await median(repeat, () => measureTable(program.query)));
      for (const services of SERVICES) {
        note(`dependencies ${services}`, await measureDependencies(services, (run) => median(repeat, run)));
      }
    }
    for (const [size, traceId] of traces) {
      note(`trace ${size}`, await median(repeat, () => measureTrace(program.query, traceId)));
      for (const view of ['Flame', 'Statistics'] as const) {
        note(`${view} ${size}`, await median(repeat, () => measureView(program.query, traceId, view)));
      }
      if (size > FALLBACK_MOST) note(`phone ${size}`, await median(repeat, () => measurePhone(program.query, traceId)));
      if (size <= FALLBACK_MOST) note(`fallback ${size}`, await median(repeat, () => measureFallback(program.query, traceId)));
    }
  } finally {
    await program.stop();
  }
  const { text, over } = table(row);
  console.log(text);
  const entry = { date: new Date().toISOString(), processors: availableParallelism(), browser: await version(), repeat, figures: row };
  appendFileSync(values.history, `${JSON.stringify(entry)}\n`);
  if (values.sizes === SIZES && values.results === RESULTS) {
    const made = `${entry.date.slice(0, 10)}, Chromium ${entry.browser}, ${entry.processors} processors, no graphics card, the program beside it, median of ${repeat} browsers`;
    writeFileSync(join(import.meta.dirname, 'latest.md'), `# What the web UI costs\n\n${made}. \`make ui-bench\` makes this page.\n\n${NOTES}\n${text}\n`);
  }
  return over === 0 ? 0 : 1;
}

const NOTES = `Times count from the navigation or the input to the painted frame. What a page is asked for again and again (\`openSpan\`,
\`collapseAll\`, \`expandAll\`, \`find\`, \`group\`) is asked five times in one page; \`…FirstMs\` is the first of them, when the browser
has not run the code before. \`…WorkMs\` is without the time between the last listener of the input and the beginning of that frame.
`;

async function load(program: Program, sizes: number[]): Promise<[size: number, traceId: string][]> {
  const now = BigInt(Date.now()) * 1_000_000n;
  await send(program.otlp, shopTraces(now).flatMap(({ spans }) => spans));
  const loaded: [number, string][] = [];
  for (const size of sizes) {
    const trace = bigTrace(size, now, DURATIONS[size] ?? size * 600_000);
    const begin = performance.now();
    await send(program.otlp, trace.spans);
    console.error(`${size} spans sent in ${Math.round(performance.now() - begin)} ms`);
    loaded.push([size, trace.traceId]);
  }
  return loaded;
}

/** The median of each figure over several runs, each in a new browser. */
async function median(repeat: number, run: () => Promise<Figures>): Promise<Figures> {
  const runs: Figures[] = [];
  for (let at = 0; at < repeat; at++) runs.push(await run());
  const names = new Set(runs.flatMap((figures) => Object.keys(figures)));
  return Object.fromEntries(
    [...names].map((name) => {
      const seen = runs.flatMap((figures) => (figures[name] === undefined ? [] : [figures[name]]));
      return [name, middle(seen)];
    }),
  );
}

async function version(): Promise<string> {
  const browser = await launch();
  const text = browser.version();
  await browser.close();
  return text;
}
