// Traces whose every field holds something that a careless page would run, follow, or choke on.

import { TraceWriter } from './otlp';
import type { Attributes, Trace } from './otlp';
import { random } from './random';

const MS = 1_000_000;

/** Each sets `window.owned` or opens a dialog if it runs. */
export const HOSTILE: Record<string, string> = {
  script: '</script><script>window.owned=1;alert(1)</script>',
  html: '"><img src=x onerror="window.owned=1"><svg onload=window.owned=1><iframe srcdoc="<script>parent.owned=1</script>">',
  link: 'javascript:window.owned=1//https://example.com/',
  data: 'data:text/html,<script>window.owned=1</script>',
  template: '{{constructor.constructor("window.owned=1")()}}${window.owned=1}#{constructor}',
  prototype: '__proto__',
  rtl: '\u202Eevil\u2066 שלום \u202Dمرحبا\u202C',
  marks: `Z${'\u0300\u0489'.repeat(400)}`,
  nul: 'a\u0000b\u0007\u001b[31mred\uFFFF\uFEFF',
  unbroken: 'x'.repeat(20_000),
  words: 'long words '.repeat(2_000),
  megabyte: `mega${'ab\u202E<b>'.repeat(131_072)}`,
};

/** A trace for each, with the text in every place that takes text. */
export function hostileTraces(end: bigint): Record<string, Trace> {
  const r = random(666);
  return Object.fromEntries(
    Object.entries(HOSTILE).map(([kind, text], at) => {
      const writer = new TraceWriter(r, end - BigInt(60 + at) * 1_000_000_000n);
      const plain = `hostile-${kind}`;
      // A request may have 20 MiB, so that a megabyte cannot stand everywhere.
      const attributes: Attributes =
        text.length > 100_000
          ? { [text]: text }
          : { [text]: text, 'http.url': text, 'url.full': text, list: [text, text], json: JSON.stringify({ [text]: [text] }) };
      const root = writer.add({
        service: text, name: text, kind: 'server', start: 0, duration: 90 * MS, scope: text, traceState: 'a=b',
        attributes: { ...attributes, hostile: kind, 'http.request.method': text, 'http.response.status_code': text },
        resource: { ...attributes, 'service.version': text },
        events: [
          { at: 10 * MS, name: text, attributes },
          { at: 20 * MS, name: 'exception', attributes: { 'exception.type': text, 'exception.message': text, 'exception.stacktrace': text } },
        ],
        links: [{ traceId: r.hex(32), spanId: r.hex(16), attributes }],
        error: text,
      });
      writer.add({ service: plain, name: text, kind: 'client', parent: root, start: 5 * MS, duration: 40 * MS, attributes: { 'db.system.name': text, 'peer.service': text } });
      writer.add({ service: text, name: plain, parent: root, start: 50 * MS, duration: 30 * MS, attributes });
      return [kind, writer];
    }),
  );
}
