import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiError } from '../api/client';
import { documentSource } from '../api/documentSource';
import { DocumentError } from '../model/document';
import { writeOtlp } from '../model/otlpWrite';
import { spanOf, TRACE_ID } from '../model/testTraces';
import { type Port, WorkerClient } from './client';
import type { Reply, Request } from './messages';
import { buffersOf, serve } from './serve';

/** A worker on the same thread; messages are copied as between threads. */
function client(): WorkerClient {
  const listeners: ((event: MessageEvent<Reply>) => void)[] = [];
  const handle = serve((reply: Reply, transfer: Transferable[]) => {
    const data = structuredClone(reply, { transfer });
    for (const listener of listeners) listener(new MessageEvent('message', { data }));
  });
  const port = {
    postMessage: (request: Request) => handle(request),
    addEventListener: (type: string, listener: never) => {
      if (type === 'message') listeners.push(listener);
    },
  };
  return new WorkerClient(port as Port, '/base/');
}

const document = writeOtlp([
  spanOf({ id: '1', service: 'web', name: 'GET', start: 0, duration: 100, attributes: { user: 'ann' } }),
  spanOf({ id: '2', parent: '1', service: 'db', name: 'SELECT', start: 10, duration: 50, error: true }),
]);

const file = (text: string, name = 'trace.json') => new File([text], name);
const fetched = vi.fn<typeof fetch>();

beforeEach(() => {
  fetched.mockReset();
  vi.stubGlobal('fetch', fetched);
});
afterEach(() => vi.unstubAllGlobals());

describe('a document from the server', () => {
  it('is taken from the first path that has it', async () => {
    fetched.mockImplementation(async (url) =>
      String(url).includes('v3') ? new Response('no', { status: 404 }) : new Response(document));
    const worker = client();
    const progress = vi.fn();
    const paths = ['api/v3/traces/1', 'api/traces/1'];
    const opened = await worker.call('openDocument', { traceId: TRACE_ID, paths }, { onProgress: progress });
    expect(fetched.mock.calls.map(([url]) => url)).toEqual(['/base/api/v3/traces/1', '/base/api/traces/1']);
    expect(progress).toHaveBeenLastCalledWith(document.length);
    const source = documentSource(worker, opened, false);
    expect(source.model.columns.services).toEqual(['web', 'db']);
    expect(Array.from(await source.find('ann'))).toEqual([0]);
    expect((await source.spans(['2']))[0].name).toBe('SELECT');
    expect((await source.attribute('user')).values).toEqual(['ann']);
    expect(await source.keys()).toContainEqual({ key: 'user', count: 1 });
    expect((await source.events(0, 10)).total).toBe(0);
    expect(await source.document(false)).toBe(document);
  });

  it('fails with what the last path answered', async () => {
    fetched.mockImplementation(async () => new Response('trace not found', { status: 404 }));
    const failed = client().call('openDocument', { traceId: TRACE_ID, paths: ['a', 'b'] });
    await expect(failed).rejects.toBeInstanceOf(ApiError);
    await expect(failed).rejects.toMatchObject({ status: 404, url: '/base/b', body: 'trace not found' });
  });

  it('is not asked for elsewhere when the server is ill', async () => {
    fetched.mockImplementation(async () => new Response('', { status: 500 }));
    await expect(client().call('openDocument', { traceId: TRACE_ID, paths: ['a', 'b'] })).rejects.toMatchObject({ status: 500 });
    expect(fetched).toHaveBeenCalledTimes(1);
  });

  it('is no longer loaded when nobody waits for it', async () => {
    let signal: AbortSignal | null | undefined;
    fetched.mockImplementation((_, init) => new Promise((_resolve, reject) => {
      signal = init?.signal;
      signal?.addEventListener('abort', () => reject(signal?.reason));
    }));
    const abort = new AbortController();
    const call = client().call('openColumns', { path: 'c' }, { signal: abort.signal });
    abort.abort();
    await expect(call).rejects.toMatchObject({ name: 'AbortError' });
    expect(signal?.aborted).toBe(true);
  });
});

describe('uploads', () => {
  it('become traces that can be opened', async () => {
    const worker = client();
    const { summaries } = await worker.call('upload', { files: [file(document)] });
    expect(summaries).toMatchObject([{
      traceId: TRACE_ID, rootService: 'web', rootName: 'GET', spans: 2, errors: 1, orphans: 0, durationNano: 100, isUpload: true,
      services: [{ name: 'db', spans: 1, errors: 1 }, { name: 'web', spans: 1, errors: 0 }],
    }]);
    const opened = await worker.call('openUpload', { traceId: TRACE_ID });
    expect(opened?.model.columns.count).toBe(2);
    await worker.call('forgetUploads', {});
    expect(await worker.call('openUpload', { traceId: TRACE_ID })).toBeUndefined();
  });

  it('say which file is broken, and where', async () => {
    const call = client().call('upload', { files: [file(document), file('{"a":1}\n{', 'b.jsonl')] });
    await expect(call).rejects.toBeInstanceOf(DocumentError);
    await expect(call).rejects.toThrow('b.jsonl: Line 2 is not JSON');
  });

  it('may not be larger than what can be read', async () => {
    const large = file('');
    Object.defineProperty(large, 'size', { value: 600_000_000 });
    await expect(client().call('upload', { files: [large] })).rejects.toThrow('trace.json: the file has 600 MB; 500 MB can be read.');
  });
});

describe('buffers', () => {
  it('are given away once each', () => {
    const buffer = new ArrayBuffer(16);
    const answer = { model: { columns: { a: new Uint8Array(buffer, 0, 8), b: new Uint8Array(buffer, 8) }, derived: { c: new Uint8Array(4) } } };
    expect(buffersOf(answer)).toHaveLength(2);
  });
});
