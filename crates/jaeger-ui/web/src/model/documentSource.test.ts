import { describe, expect, it } from 'vitest';
import { readDocument } from './document';
import { DocumentSource } from './documentSource';
import { parseFind } from './find';
import { built, TRACE_ID } from './testTraces';

const trace = built([
  {
    id: '1', service: 'Frontend', name: 'GET /checkout', start: 0, duration: 100, kind: 2,
    resource: { 'host.name': 'web-1' }, attributes: { 'http.request.method': 'GET', city: 'Zürich' },
  },
  {
    id: '2', parent: '1', service: 'payment', name: 'charge', start: 10, duration: 50, error: true,
    attributes: { method: 'paypal', amount: 12.5 },
    events: [
      { name: 'exception', time: 40, attributes: { 'exception.message': 'card refused' } },
      { name: 'retry', time: 20 },
    ],
  },
  { id: 'abc', parent: '1', service: 'payment', name: 'done', start: 70, duration: 5, events: [{ name: 'first', time: 5 }] },
]);
const source = new DocumentSource(trace);
const found = (text: string) => Array.from(source.find(text));

describe('find', () => {
  it.each([
    ['frontend', [0]],
    ['PAYMENT', [1, 2]],
    ['/check', [0]],
    ['paypal', [1]],
    ['method=paypal', [1]],
    ['method', [0, 1]],
    ['zürich', [0]],
    ['paypal done', [1, 2]],
    ['"card refused"', [1]],
    ['"refused card"', []],
    ['web-1', [0]],
    ['retry', [1]],
    ['event=retry', [1]],
    ['abc', [2]],
    ['0000000000000ABC', [2]],
    ['error=true', [1]],
    ['span.kind=server', [0]],
    ['paypal -method', []],
    ['paypal -METHOD', []],
    ['paypal -meth', [1]],
    ['-method', []],
    ['', []],
  ])('%s', (text, rows) => {
    expect(found(text)).toEqual(rows);
  });

  it('takes a text apart at blanks outside of quotes', () => {
    expect(parseFind('  a  B\tc ')).toEqual({ terms: ['a', 'b', 'c'], excluded: [] });
    expect(parseFind('"a b')).toEqual({ terms: ['a b'], excluded: [] });
    expect(parseFind('-"a key" b -c "" -')).toEqual({ terms: ['b'], excluded: ['a key', 'c'] });
    expect(parseFind('a-b')).toEqual({ terms: ['a-b'], excluded: [] });
  });
});

describe('a document', () => {
  it('gives spans in the order asked', () => {
    expect(source.spans(['abc', 'nothing', '0000000000000001']).map((span) => span.name)).toEqual(['done', 'GET /checkout']);
  });

  it('counts the spans of a key', () => {
    expect(source.keys()[0]).toEqual({ key: 'service.name', count: 3 });
    expect(source.keys()).toContainEqual({ key: 'host.name', count: 1 });
    expect(source.keys().some(({ key }) => key.startsWith('exception'))).toBe(false);
  });

  it('gives an attribute of all spans', () => {
    expect(source.attribute('service.name')).toMatchObject({ values: ['Frontend', 'payment'], index: Int32Array.of(0, 1, 1) });
    expect(source.attribute('span.method').index).toEqual(Int32Array.of(-1, 0, -1));
    expect(source.attribute('resource.method').index).toEqual(Int32Array.of(-1, -1, -1));
    expect(source.attribute('amount').values).toEqual(['12.5']);
  });

  it('gives events by time', () => {
    const { total, events } = source.events(1, 5);
    expect(total).toBe(3);
    expect(events.map(({ row, name, time }) => [row, name, time])).toEqual([[1, 'retry', 20], [1, 'exception', 40]]);
  });

  it('can be written and read again', () => {
    const [again] = readDocument(source.document());
    expect(again.traceId).toBe(TRACE_ID);
    expect(again.spans).toEqual(trace.spans);
  });
});
