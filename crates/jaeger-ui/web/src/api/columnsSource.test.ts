import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { writeOtlp } from '../model/otlpWrite';
import { modelOf, spanOf } from '../model/testTraces';
import { columnsSource, StaleTraceError } from './columnsSource';

const texts = [{ id: '1', start: 0, duration: 9 }, { id: '2', parent: '1', start: 1, duration: 2 }];
const model = modelOf(texts);
model.columns.etag = 'e1';
const onStale = vi.fn();
const source = columnsSource('api/ui/v1/traces/abc', false, model, onStale);
const fetched = vi.fn<typeof fetch>();
const answer = (body: unknown, status = 200) => fetched.mockImplementation(async () => new Response(JSON.stringify(body), { status }));

beforeEach(() => {
  fetched.mockReset();
  onStale.mockReset();
  vi.stubGlobal('fetch', fetched);
});
afterEach(() => vi.unstubAllGlobals());

describe('the server as a source', () => {
  it('gives spans with their warnings, in the order asked', async () => {
    const document: unknown = JSON.parse(writeOtlp(texts.map(spanOf)));
    answer({ result: document, warnings: { '0000000000000002': ['odd'] } });
    const spans = await source.spans(['0000000000000002', '0000000000000001', '0000000000000003']);
    expect(spans.map(({ spanId, warnings }) => [spanId, warnings])).toEqual([
      ['0000000000000002', ['odd']],
      ['0000000000000001', []],
    ]);
  });

  it('asks for at most 500 spans at once', async () => {
    answer({ result: { resourceSpans: [] }, warnings: {} });
    await source.spans(Array.from({ length: 501 }, (_, index) => index.toString(16)));
    expect(fetched).toHaveBeenCalledTimes(2);
  });

  it('finds rows, and says when they no longer mean the same', async () => {
    answer({ etag: 'e1', rows: [1, 7, -1, 'x'] });
    expect(Array.from(await source.find('a b&c'))).toEqual([1]);
    expect(fetched.mock.calls[0][0]).toBe('/api/ui/v1/traces/abc/find?text=a+b%26c&etag=e1');
    answer({ etag: 'e2', rows: [1] });
    await expect(source.find('a')).rejects.toBeInstanceOf(StaleTraceError);
    answer({}, 409);
    await expect(source.find('a')).rejects.toBeInstanceOf(StaleTraceError);
    expect(onStale).toHaveBeenCalledTimes(2);
  });

  it('reads attributes of as many rows as it has', async () => {
    answer({ etag: 'e1', values: ['x'], index: [0, -1] });
    expect(await source.attribute('k')).toEqual({ key: 'k', values: ['x'], index: Int32Array.of(0, -1) });
    answer({ etag: 'e1', values: ['x'], index: [0, 5] });
    expect((await source.attribute('k')).index[1]).toBe(-1);
    for (const etag of ['e1', 'e2']) {
      answer({ etag, values: ['x'], index: [0] });
      await expect(source.attribute('k')).rejects.toBeInstanceOf(StaleTraceError);
    }
    expect(onStale).toHaveBeenCalledTimes(2);
  });

  it('reads keys and events', async () => {
    answer({ keys: [{ key: 'a', count: 2 }, 5] });
    expect(await source.keys()).toEqual([{ key: 'a', count: 2 }]);
    answer({ total: 9, events: [{ row: 1, name: 'n', time: 5, attributes: [{ key: 'k', value: 'v' }] }, { row: 99 }] });
    expect(await source.events(0, 10)).toEqual({
      total: 9,
      events: [{ row: 1, name: 'n', time: 5, attributes: [{ key: 'k', value: 'v' }] }],
    });
  });
});
