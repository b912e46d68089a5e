// A hundred payments, five of which failed. All five, and none else, were paid by PayPal.

import { TraceWriter } from './otlp';
import type { Trace } from './otlp';
import { random } from './random';

const MS = 1_000_000;

export const TEXTBOOK = { service: 'till', key: 'payment_method', value: 'paypal', failed: 5, traces: 100 } as const;

/** `apart` seconds lie between two of them. */
export function textbookTraces(end: bigint, apart = 25): Trace[] {
  const r = random(501);
  return Array.from({ length: TEXTBOOK.traces }, (_, at) => {
    const fails = at % 20 === 7;
    const duration = r.int(80, 240) * MS;
    const writer = new TraceWriter(r, end - BigInt(30 + at * apart) * 1_000_000_000n);
    // What every payment has, and what is different in each, says nothing about the failures.
    const shared = { region: r.pick(['eu-west', 'us-east']), 'app.channel': 'web' };
    const root = writer.add({
      service: 'till', name: 'POST /pay', kind: 'server', start: 0, duration,
      attributes: { ...shared, 'http.request.method': 'POST', 'request.id': r.hex(32) },
    });
    const basket = writer.add({
      service: 'basket', name: 'Total', kind: 'server', parent: root, start: 2 * MS, duration: 20 * MS, attributes: shared,
    });
    writer.add({
      service: 'basket', name: 'SELECT lines', kind: 'client', parent: basket, start: 4 * MS, duration: 12 * MS,
      attributes: { 'db.system.name': 'postgresql' },
    });
    writer.add({
      service: 'acquirer', name: 'Authorize', kind: 'client', parent: root, start: 30 * MS, duration: duration - 40 * MS,
      attributes: { ...shared, [TEXTBOOK.key]: fails ? TEXTBOOK.value : r.pick(['card', 'invoice', 'voucher']) },
      error: fails ? 'provider did not answer' : undefined,
      events: fails
        ? [{ at: duration - 12 * MS, name: 'exception', attributes: { 'exception.type': 'Timeout', 'exception.message': 'provider did not answer' } }]
        : undefined,
    });
    return writer;
  });
}
