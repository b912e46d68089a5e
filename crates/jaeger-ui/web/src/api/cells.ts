// What a list of traces shows that no summary knows, for the rows that somebody looks at.

import type { TraceSearch } from '../model/query/toQuery';
import { getJson, isRecord } from './client';
import { rfc3339 } from './search';

/** Traces that are asked for at once, and attributes of them. */
export const MOST_IDS = 50;
export const MOST_KEYS = 8;

export interface TraceCells {
  traceId: string;
  /** Nanoseconds that services worked while nobody worked for them, the longest first. */
  self: { service: string; nanos: number }[];
  /** Spans that failed without a failed child, the origin of the failure first. */
  failing: { service: string; name: string }[];
  /** The first few values of each attribute. */
  values: Record<string, string[]>;
}

/** Traces that the server does not know, or had no time for, are left out. */
export function getCells(
  traceIds: readonly string[],
  keys: readonly string[],
  range: Pick<TraceSearch, 'startNano' | 'endNano'>,
  signal?: AbortSignal,
): Promise<TraceCells[]> {
  const params = new URLSearchParams({ ids: traceIds.join(',') });
  for (const key of keys) params.append('key', key);
  params.set('query.startTimeMin', rfc3339(range.startNano));
  params.set('query.startTimeMax', rfc3339(range.endNano));
  return getJson(`api/ui/v1/cells?${params}`, decodeCells, signal);
}

export function decodeCells(reply: unknown): TraceCells[] {
  return list(isRecord(reply) ? reply.cells : undefined).flatMap((one) => {
    if (!isRecord(one) || typeof one.traceId !== 'string') return [];
    const values = Object.entries(isRecord(one.values) ? one.values : {});
    return [
      {
        traceId: one.traceId,
        self: list(one.self).flatMap((part) =>
          isRecord(part) && typeof part.service === 'string' && typeof part.nanos === 'number'
            ? [{ service: part.service, nanos: part.nanos }]
            : [],
        ),
        failing: list(one.failing).flatMap((part) =>
          isRecord(part) && typeof part.service === 'string' && typeof part.name === 'string'
            ? [{ service: part.service, name: part.name }]
            : [],
        ),
        values: Object.fromEntries(values.map(([key, texts]) => [key, list(texts).filter(isText)])),
      },
    ];
  });
}

const isText = (value: unknown): value is string => typeof value === 'string';

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
