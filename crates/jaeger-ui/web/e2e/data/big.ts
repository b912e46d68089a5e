// One trace of any size: deep, wide, with loops, failures and a planted needle. Spans are made one after another, so
// that a million of them never lie in memory at once.

import { TraceWriter } from './otlp';
import type { Sent } from './otlp';
import { random } from './random';

export const NEEDLE = { key: 'order.marker', value: 'needle-5b1c', spans: 10 } as const;

const SERVICES = ['importer', 'parser', 'validator', 'pricing', 'stock', 'search-index', 'audit', 'mailer'];
const NAMES = ['handle batch', 'load rows', 'check row', 'SELECT row', 'UPDATE row', 'publish change', 'render mail'];
const MAX_DEPTH = 12;

export interface BigTrace {
  traceId: string;
  spans: Iterable<Sent>;
}

/** Spans of work that splits itself: each takes part of its parent's time. */
export function bigTrace(size: number, end: bigint, duration: number): BigTrace {
  const start = end - BigInt(duration);
  return { traceId: new TraceWriter(random(size), start).traceId, spans: spansOf(size, start, duration) };
}

function* spansOf(size: number, start: bigint, duration: number): Generator<Sent> {
  const r = random(size);
  const writer = new TraceWriter(r, start);
  const ids: string[] = [];
  const starts = new Float64Array(size);
  const lengths = new Float64Array(size);
  const depths = new Uint8Array(size);
  const places = new Uint8Array(size);
  // How much of a span's time is taken by its children so far.
  const used = new Float64Array(size);
  const needleEvery = Math.max(1, Math.floor(size / NEEDLE.spans));
  let made = 0;

  function* add(parent: number, service: number, name: string, length: number): Generator<Sent> {
    const at = made++;
    const from = parent < 0 ? 0 : starts[parent] + used[parent];
    starts[at] = from;
    lengths[at] = length;
    depths[at] = parent < 0 ? 1 : depths[parent] + 1;
    places[at] = service;
    if (parent >= 0) used[parent] = Math.min(lengths[parent], used[parent] + length);
    const fails = at > 0 && r.chance(0.011);
    const planted = at % needleEvery === 0 && at / needleEvery < NEEDLE.spans;
    ids[at] = writer.add({
      service: `import-${SERVICES[service]}`,
      name,
      kind: r.pick(['internal', 'server', 'client']),
      parent: ids[parent],
      start: from,
      duration: length,
      attributes: {
        'row.number': at,
        'row.table': r.pick(['orders', 'prices', 'customers', 'stock']),
        'thread.name': `worker-${r.int(0, 63)}`,
        'server.address': `${SERVICES[service]}-${r.int(0, 5)}.internal`,
        tenant: r.pick(['acme', 'globex', 'initech']),
        'bytes.read': r.int(100, 65_000),
        'cache.hit': r.chance(0.4),
        [NEEDLE.key]: planted ? NEEDLE.value : `row-${at}`,
      },
      resource: { 'service.version': '1.9.0', 'host.name': `${SERVICES[service]}-1` },
      events: r.chance(0.12) ? [{ at: from + length / 2, name: 'checkpoint', attributes: { rows: r.int(1, 500) } }] : undefined,
      error: fails ? 'row refused: unknown currency' : undefined,
    });
    // What was sent need not be kept.
    yield writer.spans.pop() as Sent;
  }

  yield* add(-1, 0, 'import', duration);
  while (made < size) {
    // Mostly near the newest, which makes it deep; now and then anywhere, which makes it wide.
    const parent = r.chance(0.6) ? r.int(Math.max(0, made - 30), made - 1) : r.int(0, made - 1);
    const left = lengths[parent] * 0.97 - used[parent];
    if (depths[parent] >= MAX_DEPTH || left < 4_000) continue;
    if (r.chance(0.02)) {
      const runs = Math.min(r.int(12, 60), size - made);
      const service = r.int(0, SERVICES.length - 1);
      for (let run = 0; run < runs; run++) yield* add(parent, service, 'SELECT row', Math.max(1_000, (left / runs) * 0.9));
    } else {
      const service = r.chance(0.5) ? places[parent] : r.int(0, SERVICES.length - 1);
      yield* add(parent, service, r.pick(NAMES), Math.max(1_000, left * (0.1 + 0.4 * r.next())));
    }
  }
}
