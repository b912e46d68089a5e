// Traces that are not as they should be.

import { TraceWriter } from './otlp';
import type { Trace } from './otlp';
import { random } from './random';

const MS = 1_000_000;

export interface OddTraces {
  /** Two spans name a parent that never came. */
  orphans: Trace;
  /** Its one span links to the trace of orphans. */
  linked: Trace;
  /** The callee's clock is two seconds behind. */
  skewed: Trace;
  /** A single span that took no time. */
  instant: Trace;
  /** Thirty-one equal queries, one after another. */
  loop: Trace;
}

export function oddTraces(end: bigint): OddTraces {
  const r = random(4711);
  const at = (seconds: number) => end - BigInt(seconds) * 1_000_000_000n;

  const orphans = new TraceWriter(r, at(100));
  const root = orphans.add({ service: 'odd-gateway', name: 'GET /report', kind: 'server', start: 0, duration: 400 * MS });
  orphans.add({ service: 'odd-gateway', name: 'render', parent: root, start: 300 * MS, duration: 90 * MS });
  for (const start of [50, 120]) {
    orphans.add({ service: 'odd-report', name: 'Build', kind: 'server', parent: r.hex(16), start: start * MS, duration: 60 * MS });
  }

  const linked = new TraceWriter(r, at(110));
  linked.add({
    service: 'odd-mailer', name: 'send report', kind: 'consumer', start: 0, duration: 30 * MS,
    links: [{ traceId: orphans.traceId, spanId: root, attributes: { reason: 'report ready' } }],
  });

  const skewed = new TraceWriter(r, at(120));
  const caller = skewed.add({
    service: 'odd-gateway', name: 'POST /import', kind: 'client', start: 0, duration: 200 * MS, resource: { 'host.name': 'a' },
  });
  skewed.add({
    service: 'odd-importer', name: 'POST /import', kind: 'server', parent: caller, start: -2_000 * MS, duration: 150 * MS,
    resource: { 'host.name': 'b' },
  });

  const instant = new TraceWriter(r, at(130));
  instant.add({ service: 'odd-clock', name: 'tick', start: 0, duration: 0 });

  const loop = new TraceWriter(r, at(140));
  const page = loop.add({ service: 'odd-shelf', name: 'GET /shelf', kind: 'server', start: 0, duration: 650 * MS });
  for (let run = 0; run < 31; run++) {
    loop.add({
      service: 'odd-shelf', name: 'SELECT book', kind: 'client', parent: page, start: (10 + run * 20) * MS, duration: 18 * MS,
      attributes: { 'db.system.name': 'postgresql', 'db.query.text': 'SELECT * FROM book WHERE id = $1' },
    });
  }
  return { orphans, linked, skewed, instant, loop };
}
