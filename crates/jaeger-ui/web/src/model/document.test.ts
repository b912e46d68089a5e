import { describe, expect, it } from 'vitest';
import { buildTrace } from './build';
import { Flag } from './columns';
import { DocumentError, readDocument } from './document';

const T1 = '0af7651916cd43dd8448eb211c80319c';

const otlp = (traceId = T1, spanId = '00f067aa0ba902b7') => ({
  resourceSpans: [{
    resource: { attributes: [{ key: 'service.name', value: { stringValue: 'shop' } }] },
    scopeSpans: [{
      scope: { name: 'lib', version: '1' },
      spans: [{
        traceId, spanId, name: 'GET', kind: 'SPAN_KIND_SERVER',
        startTimeUnixNano: '1700000000000000001', endTimeUnixNano: 1700000000000001024,
        status: { code: 'STATUS_CODE_ERROR', message: 'no' },
        attributes: [
          { key: 'big', value: { intValue: '9007199254740993' } },
          { key: 'list', value: { arrayValue: { values: [{ boolValue: true }, { doubleValue: 'NaN' }] } } },
          { key: 'map', value: { kvlistValue: { values: [{ key: 'k', value: { bytesValue: 'AQI=' } }] } } },
          { key: '@jaeger@warnings', value: { arrayValue: { values: [{ stringValue: 'odd' }] } } },
        ],
      }],
    }],
  }],
});

const jaeger = {
  traceID: 'af7651916cd43dd8448eb211c80319c',
  processes: { p1: { serviceName: 'shop', tags: [{ key: 'host', type: 'string', value: 'h1' }] } },
  spans: [
    {
      traceID: 'af7651916cd43dd8448eb211c80319c', spanID: '1', operationName: 'GET', processID: 'p1',
      startTime: 1700000000000000, duration: 1500, references: [],
      tags: [{ key: 'span.kind', type: 'string', value: 'server' }, { key: 'error', type: 'bool', value: true }, { key: 'n', type: 'int64', value: 7 }],
      logs: [{ timestamp: 1700000000000100, fields: [{ key: 'event', type: 'string', value: 'hit' }, { key: 'x', type: 'string', value: 'y' }] }],
      warnings: ['odd'],
    },
    {
      traceID: 'af7651916cd43dd8448eb211c80319c', spanID: '2', operationName: 'work', processID: 'p1',
      startTime: 1700000000000500, duration: 100, warnings: null,
      references: [
        { refType: 'FOLLOWS_FROM', traceID: 'ff', spanID: '9' },
        { refType: 'CHILD_OF', traceID: 'af7651916cd43dd8448eb211c80319c', spanID: '1' },
      ],
    },
  ],
};

describe('OTLP JSON', () => {
  it('is read with everything in it', () => {
    const [{ traceId, spans: [span] }] = readDocument(JSON.stringify(otlp()));
    expect(traceId).toBe(T1);
    expect(span).toMatchObject({
      service: 'shop', kind: 2, startUnixNano: 1700000000000000001n, status: { code: 2, message: 'no' },
      scope: { name: 'lib', version: '1' }, warnings: ['odd'], isUnfinished: false,
    });
    expect(span.attributes).toEqual([
      { key: 'big', value: 9007199254740993n },
      { key: 'list', value: [true, Number.NaN] },
      { key: 'map', value: { k: Uint8Array.of(1, 2) } },
    ]);
  });

  it('is read from an envelope, and with ids in base64', () => {
    const spans = otlp('CvdlGRbNQ92ESOshHIAxnA==', 'APBnqgupArc=');
    const [{ traceId, spans: [span] }] = readDocument(JSON.stringify({ result: spans }));
    expect([traceId, span.spanId]).toEqual([T1, '00f067aa0ba902b7']);
  });

  it('may be one document a line, and a trace may be on several', () => {
    const other = '1af7651916cd43dd8448eb211c80319c';
    const text = [otlp(), otlp(T1, '2'), otlp(other, '3')].map((line) => JSON.stringify(line)).join('\n\n');
    expect(readDocument(`\ufeff${text}\r\n`).map(({ traceId, spans }) => [traceId, spans.length])).toEqual([[T1, 2], [other, 1]]);
  });

  it('survives what is of another type', () => {
    const odd = { resourceSpans: [null, 1, { scopeSpans: [{ spans: [7, { traceId: T1, name: 5, kind: 99, attributes: 'x', events: [null], status: [] }] }] }] };
    const [{ spans: [span] }] = readDocument(JSON.stringify(odd));
    expect(span).toMatchObject({ name: '', kind: 0, attributes: [], events: [], isUnfinished: true });
    expect(buildTrace(T1, [span]).columns.flags[0]).toBe(Flag.unfinished);
  });
});

describe('Jaeger JSON', () => {
  it.each([['a list of traces', { data: [jaeger] }], ['an array', [jaeger]], ['a single trace', jaeger]])('is read from %s', (_, source) => {
    const [{ traceId, spans: [first, second] }] = readDocument(JSON.stringify(source));
    expect(traceId).toBe(T1);
    expect(first).toMatchObject({
      spanId: '0000000000000001', service: 'shop', kind: 2, status: { code: 2 }, durationNano: 1_500_000, warnings: ['odd'],
      attributes: [{ key: 'n', value: 7 }],
      resource: [{ key: 'service.name', value: 'shop' }, { key: 'host', value: 'h1' }],
      events: [{ name: 'hit', timeUnixNano: 1700000000000100000n, attributes: [{ key: 'x', value: 'y' }] }],
    });
    expect(second.parentSpanId).toBe('0000000000000001');
    expect(second.links).toEqual([{ traceId: 'ff'.padStart(32, '0'), spanId: '9'.padStart(16, '0'), attributes: [] }]);
  });
});

describe('a broken document', () => {
  it.each([
    ['', 'empty'],
    ['   \n', 'empty'],
    ['{"data":[', 'not JSON'],
    ['<html>', 'not JSON'],
    [`${JSON.stringify(jaeger)}\n{"spans":`, 'Line 2 is not JSON'],
    ['7', 'not a trace'],
    ['null', 'not a trace'],
    ['{"x":1}', 'neither Jaeger JSON nor OTLP JSON'],
    ['{"data":[{"spans":[]},{"x":1}]}', 'The document, trace 2 is neither'],
    ['{"data":[]}', 'has no spans'],
    ['{"spans":[{"spanID":"1"}]}', 'trace id'],
    ['['.repeat(100_000) + ']'.repeat(100_000), 'not a trace'],
  ])('%.20s', (text, message) => {
    expect(() => readDocument(text)).toThrow(DocumentError);
    expect(() => readDocument(text)).toThrow(message);
  });
});
