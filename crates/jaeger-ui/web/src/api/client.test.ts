import { afterEach, describe, expect, test, vi } from 'vitest';

import { setBasePath } from '../url/base';
import { ApiError, getBytes, getJson, postJson } from './client';
import { getOperations, getServices } from './services';

type Answer = Response | Error | ((url: string, init?: RequestInit) => Response);

function server(answer: Answer) {
  const fetch = vi.fn((url: string, init?: RequestInit) => {
    if (answer instanceof Error) return Promise.reject(answer);
    return Promise.resolve(typeof answer === 'function' ? answer(url, init) : answer);
  });
  vi.stubGlobal('fetch', fetch);
  return fetch;
}

afterEach(() => {
  vi.unstubAllGlobals();
  setBasePath('/');
});

const failure = async (asked: Promise<unknown>): Promise<ApiError> => {
  const error = await asked.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(ApiError);
  return error as ApiError;
};

test('paths lie below the base', async () => {
  setBasePath('/jaeger/');
  const fetch = server(Response.json({ a: 1 }));
  expect(await getJson('api/x', (reply) => reply)).toEqual({ a: 1 });
  expect(fetch.mock.calls[0][0]).toBe('/jaeger/api/x');
});

test('what is posted is JSON, once', async () => {
  const fetch = server(() => Response.json(null));
  await postJson('api/x', { a: 1 }, (reply) => reply);
  await postJson('api/x', '{"b":2}', (reply) => reply);
  expect(fetch.mock.calls.map(([, init]) => init?.body)).toEqual(['{"a":1}', '{"b":2}']);
});

describe('failures say what the server said', () => {
  test.each([
    ['{"error":{"httpCode":400,"message":"limit is too large"}}', 'limit is too large'],
    ['{"errors":[{"code":400,"msg":"bad request"}]}', 'bad request'],
    ['{"message":"from a gateway"}', 'from a gateway'],
    ['plain words\nand more', 'plain words'],
    ['<html><body>502</body></html>', 'The server answered 400 Bad Request'],
    ['{}', 'The server answered 400 Bad Request'],
    ['', 'The server answered 400 Bad Request'],
  ])('%s', async (body, message) => {
    server(new Response(body, { status: 400, statusText: 'Bad Request' }));
    expect(await failure(getJson('api/x', (reply) => reply))).toMatchObject({ status: 400, message, url: '/api/x' });
  });

  test('an endless body is cut', async () => {
    server(new Response('x'.repeat(1_000_000), { status: 500 }));
    expect((await failure(getJson('api/x', (reply) => reply))).body).toHaveLength(10_000);
  });

  test('no answer', async () => {
    server(new TypeError('Failed to fetch'));
    const error = await failure(getBytes('api/x'));
    expect(error).toMatchObject({ status: 0, message: 'The server could not be reached' });
  });

  test('an answer that is not what it should be', async () => {
    server(new Response('<!doctype html>'));
    expect((await failure(getJson('api/x', (reply) => reply))).message).toMatch(/could not be read/);
  });

  test('an abort stays an abort', async () => {
    server(new DOMException('aborted', 'AbortError') as unknown as Error);
    await expect(getJson('api/x', (reply) => reply)).rejects.toMatchObject({ name: 'AbortError' });
  });
});

test('bytes report how far they are', async () => {
  server(new Response(new Uint8Array(5000)));
  const seen: number[] = [];
  expect((await getBytes('api/x', undefined, (bytes) => seen.push(bytes))).byteLength).toBe(5000);
  expect(seen.at(-1)).toBe(5000);
});

describe('services', () => {
  test('of a server of today', async () => {
    server(Response.json({ services: ['b', 'a', 5] }));
    expect(await getServices()).toEqual(['a', 'b']);
  });

  test('none at all', async () => {
    server(() => Response.json({}));
    expect(await getServices()).toEqual([]);
  });

  test.each([
    ['404', () => new Response('', { status: 404 })],
    ['its own page', () => new Response('<!doctype html>')],
  ])('of a Jaeger 1, which answers with %s', async (_, missing) => {
    server((url) => (url.includes('v3') ? missing() : Response.json({ data: [{ name: 'GET /', spanKind: 'server' }] })));
    expect(await getOperations('a b')).toEqual([{ name: 'GET /', spanKind: 'server' }]);
  });

  test('a server that fails is not taken for an old one', async () => {
    const fetch = server(() => new Response('full', { status: 500 }));
    expect((await failure(getServices())).message).toBe('full');
    expect(fetch).toHaveBeenCalledTimes(1);
  });
});
