// Which services call which.

import { getJson, isRecord } from './client';

/** All calls from one service to another within a time. */
export interface ServiceCalls {
  parent: string;
  child: string;
  calls: number;
  /** How many of them failed; not every backend counts that. */
  errors?: number;
}

/** Calls of the `lookbackMs` before `endMs`, both in milliseconds. */
export function getDependencies(endMs: number, lookbackMs: number, signal?: AbortSignal): Promise<ServiceCalls[]> {
  // Without `errors` the reply is the one of Jaeger, which does not know the parameter either.
  const query = `?endTs=${Math.round(endMs)}&lookback=${Math.round(lookbackMs)}&errors=true`;
  return getJson(`api/dependencies${query}`, readCalls, signal);
}

function readCalls(reply: unknown): ServiceCalls[] {
  const data = isRecord(reply) ? reply.data : undefined;
  if (data === null || data === undefined) return [];
  if (!Array.isArray(data)) throw new Error('data is not a list');
  return data.flatMap((entry: unknown) => {
    if (!isRecord(entry) || typeof entry.parent !== 'string' || typeof entry.child !== 'string') return [];
    const errors = entry.errorCount === undefined ? undefined : amount(entry.errorCount);
    return [{ parent: entry.parent, child: entry.child, calls: amount(entry.callCount), errors }];
  });
}

/** A count, which some backends write as text. */
function amount(value: unknown): number {
  const number = typeof value === 'string' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) && number > 0 ? number : 0;
}
