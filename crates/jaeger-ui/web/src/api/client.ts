// Requests to the query service. Every failure is an `ApiError` that says what was asked and answered.

import { withBase } from '../url/base';

/** The address of a path below the base path: `href('api/v3/services')`. */
export function href(path: string): string {
  return withBase(path);
}

export class ApiError extends Error {
  /** HTTP status; 0 when no answer came. */
  readonly status: number;
  readonly url: string;
  /** What the server wrote, at most 10,000 characters. */
  readonly body: string;

  constructor(status: number, message: string, url: string, body = '') {
    super(message);
    this.name = 'ApiError';
    this.status = status;
    this.url = url;
    this.body = body.slice(0, 10_000);
  }
}

export function getJson<T>(path: string, decode: (u: unknown) => T, signal?: AbortSignal): Promise<T> {
  return json(path, { signal, headers: { accept: 'application/json' } }, decode);
}

export function postJson<T>(path: string, body: unknown, decode: (u: unknown) => T, signal?: AbortSignal): Promise<T> {
  const headers = { accept: 'application/json', 'content-type': 'application/json' };
  const text = body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body);
  return json(path, { method: 'POST', signal, headers, body: text }, decode);
}

/** The body as bytes. `onProgress` is told how many have arrived. */
export async function getBytes(
  path: string,
  signal?: AbortSignal,
  onProgress?: (bytes: number) => void,
): Promise<ArrayBuffer> {
  const response = await ask(path, { signal });
  try {
    return await bytesOf(response, onProgress);
  } catch (error) {
    throw asApiError(error, path);
  }
}

/** The body of an answer. */
export async function bytesOf(response: Response, onProgress?: (bytes: number) => void): Promise<ArrayBuffer> {
  return onProgress && response.body ? readAll(response.body, onProgress) : response.arrayBuffer();
}

export async function getText(path: string, signal?: AbortSignal): Promise<string> {
  const response = await ask(path, { signal });
  try {
    return await response.text();
  } catch (error) {
    throw asApiError(error, path);
  }
}

async function json<T>(path: string, init: RequestInit, decode: (u: unknown) => T): Promise<T> {
  const response = await ask(path, init);
  let text: string;
  try {
    text = await response.text();
  } catch (error) {
    throw asApiError(error, path);
  }
  try {
    return decode(text === '' ? undefined : JSON.parse(text));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ApiError(response.status, `The answer could not be read: ${reason}`, href(path), text);
  }
}

/** Throws unless the status is 200 to 299. */
async function ask(path: string, init: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(href(path), init);
  } catch (error) {
    throw asApiError(error, path);
  }
  if (response.ok) return response;
  const body = await response.text().catch(() => '');
  throw new ApiError(response.status, messageOf(body, response), href(path), body);
}

/** An abort stays what it is, because whoever aborted knows; all else is a failed request. */
function asApiError(error: unknown, path: string): unknown {
  if (error instanceof DOMException && error.name === 'AbortError') return error;
  if (error instanceof DOMException && error.name === 'TimeoutError') {
    return new ApiError(0, 'The server took too long to answer', href(path));
  }
  const reason = error instanceof Error ? error.message : String(error);
  return new ApiError(0, 'The server could not be reached', href(path), reason);
}

/** What the three shapes of errors say: `{error:{message}}`, `{errors:[{msg}]}` and plain text. */
function messageOf(body: string, response: Response): string {
  const fallback = `The server answered ${response.status} ${response.statusText}`.trim();
  try {
    const value: unknown = JSON.parse(body);
    if (isRecord(value)) {
      if (isRecord(value.error) && typeof value.error.message === 'string') return value.error.message;
      if (typeof value.message === 'string') return value.message;
      if (Array.isArray(value.errors) && isRecord(value.errors[0]) && typeof value.errors[0].msg === 'string') {
        return value.errors[0].msg;
      }
    }
    return fallback;
  } catch {
    const line = body.trim().split('\n', 1)[0];
    return line !== '' && line.length <= 300 && !line.startsWith('<') ? line : fallback;
  }
}

async function readAll(body: ReadableStream<Uint8Array>, onProgress: (bytes: number) => void): Promise<ArrayBuffer> {
  const reader = body.getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    chunks.push(value);
    length += value.length;
    onProgress(length);
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole.buffer;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
