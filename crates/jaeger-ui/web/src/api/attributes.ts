// Keys and values of attributes, for completion.

import type { TraceSearch } from '../model/query/toQuery';
import { getJson, isRecord } from './client';
import { rfc3339 } from './search';

interface Wanted {
  service?: string;
  prefix?: string;
  limit?: number;
  range?: Pick<TraceSearch, 'startNano' | 'endNano'>;
}

/** The most frequent first. */
export function getAttributeKeys(wanted: Wanted, signal?: AbortSignal): Promise<string[]> {
  return getJson(`api/ui/v1/attributes?${params(wanted)}`, (reply) => texts(reply, 'keys'), signal);
}

export function getAttributeValues(key: string, wanted: Wanted, signal?: AbortSignal): Promise<string[]> {
  const asked = params(wanted);
  asked.set('key', key);
  return getJson(`api/ui/v1/values?${asked}`, (reply) => texts(reply, 'values'), signal);
}

function params({ service, prefix, limit, range }: Wanted): URLSearchParams {
  const found = new URLSearchParams();
  if (service) found.set('service', service);
  if (prefix) found.set('prefix', prefix);
  if (limit !== undefined) found.set('limit', String(limit));
  if (range) {
    found.set('query.startTimeMin', rfc3339(range.startNano));
    found.set('query.startTimeMax', rfc3339(range.endNano));
  }
  return found;
}

function texts(reply: unknown, member: string): string[] {
  const value = isRecord(reply) ? reply[member] : undefined;
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
}
