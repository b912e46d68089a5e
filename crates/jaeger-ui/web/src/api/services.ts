// Names of services and of what they do.

import { ApiError, getJson, isRecord } from './client';

export interface OperationName {
  name: string;
  /** `server`, `client` and so on; empty when it is not known. */
  spanKind: string;
}

/** Names of all services, sorted. */
export async function getServices(signal?: AbortSignal): Promise<string[]> {
  const names = await withFallback(
    () => getJson('api/v3/services', (reply) => texts(field(reply, 'services')), signal),
    () => getJson('api/services', (reply) => texts(field(reply, 'data')), signal),
  );
  return names.sort((a, b) => a.localeCompare(b));
}

export async function getOperations(service: string, signal?: AbortSignal): Promise<OperationName[]> {
  const query = `?service=${encodeURIComponent(service)}`;
  const names = await withFallback(
    () => getJson(`api/v3/operations${query}`, (reply) => operations(field(reply, 'operations')), signal),
    () => getJson(`api/operations${query}`, (reply) => operations(field(reply, 'data')), signal),
  );
  return names.sort((a, b) => a.name.localeCompare(b.name));
}

/** Jaeger 1 has no `api/v3`, and answers it with 404 or with its own page. */
async function withFallback<T>(ask: () => Promise<T>, old: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const isPage = error.status === 200 && /^\s*</.test(error.body);
    if (error.status !== 404 && !isPage) throw error;
    return old();
  }
}

function field(reply: unknown, name: string): unknown[] {
  const value = isRecord(reply) ? reply[name] : undefined;
  // An empty list may be left out or be null.
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw new Error(`${name} is not a list`);
  return value;
}

function texts(values: unknown[]): string[] {
  return values.filter((value) => typeof value === 'string');
}

function operations(values: unknown[]): OperationName[] {
  return values.flatMap((value) => {
    if (!isRecord(value) || typeof value.name !== 'string') return [];
    return [{ name: value.name, spanKind: typeof value.spanKind === 'string' ? value.spanKind : '' }];
  });
}
