// Many services on the page of dependencies, in a program of their own.

import { random } from '../e2e/data/random';
import { send, TraceWriter } from '../e2e/data/otlp';
import type { Sent } from '../e2e/data/otlp';
import { binaryOf, start } from '../e2e/program';
import { withPage } from './browser';
import type { Figures } from './browser';
import { seen } from './trace';

/** Of the first all are drawn around one of them; the others are a table. */
export const SERVICES = [300, 5_000];

/** `repeated` says what is kept of several runs. */
export async function measureDependencies(
  services: number,
  repeated: (run: () => Promise<Figures>) => Promise<Figures>,
): Promise<Figures> {
  const program = await start(binaryOf('release'));
  try {
    await send(program.otlp, callsOf(services));
    const isDrawn = services === SERVICES[0];
    const address = `${program.query}/dependencies${isDrawn ? '?focus=service-0&down=20' : ''}`;
    const node = isDrawn ? `svg [data-service="${services - 1}"]` : '[role=grid] [data-row]';
    const isThere = `document.querySelector('main ${node}') !== null`;
    return await repeated(() =>
      withPage(async (page) => {
        await page.goto(address, { waitUntil: 'commit' });
        return { firstMs: await seen(page, isThere), nodes: await page.evaluate(() => document.querySelectorAll('*').length) };
      }),
    );
  } finally {
    await program.stop();
  }
}

/** Each service calls three others of its own, and one of all. */
function callsOf(services: number): Sent[] {
  const trace = new TraceWriter(random(services), BigInt(Date.now() - 60_000) * 1_000_000n);
  const ids: string[] = [];
  const call = (number: number, parent: string | undefined, at: number) =>
    trace.add({ service: `service-${number}`, name: 'call', kind: 'server', parent, start: at, duration: 1_000 });
  for (let number = 0; number < services; number++) {
    ids.push(call(number, ids[Math.floor((number - 1) / 3)], number));
    call((number * 7) % services, ids[number], number);
  }
  return trace.spans;
}
