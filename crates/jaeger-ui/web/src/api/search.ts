// Finds traces: by our server's expression, or by Jaeger's form on a stock Jaeger.

import { capabilities } from '../app/config';
import type { TraceSearch } from '../model/query/toQuery';
import { isByName } from '../url/search';
import { getJson, isRecord } from './client';
import type { ServiceShare, SummaryPage, TraceSummary } from './summaries';

/** What the server was asked for and could not do by itself. */
export interface SearchPage extends SummaryPage {
  /** Conditions and orders that were applied to the traces that came, and not by the server. */
  isNarrowedHere?: boolean;
}

/** The parameters of a search; the same for its results, their overview, what they have in common and the tail. */
export function searchParams(search: TraceSearch): URLSearchParams {
  const params = new URLSearchParams();
  if (search.q !== undefined) params.set('q', search.q);
  else if (search.filter !== undefined) params.set('query.filter', search.filter);
  params.set('query.startTimeMin', rfc3339(search.startNano));
  params.set('query.startTimeMax', rfc3339(search.endNano));
  return params;
}

export async function searchTraces(search: TraceSearch, pageToken?: string, signal?: AbortSignal): Promise<SearchPage> {
  if (!capabilities().uiApi) {
    const { searchStock } = await import('./stockSearch');
    return searchStock(search, signal);
  }
  const params = searchParams(search);
  params.set('query.searchDepth', String(search.limit));
  params.set('query.sort', isByName(search.sort) ? 'start_desc' : search.sort);
  if (pageToken !== undefined) params.set('query.pageToken', pageToken);
  return getJson(`api/v3/trace-summaries?${params}`, decodeSummaries, signal);
}

export function rfc3339(nano: bigint): string {
  const millis = nano / 1_000_000n;
  const text = new Date(Number(millis)).toISOString();
  return `${text.slice(0, 20)}${(nano % 1_000_000_000n).toString().padStart(9, '0')}Z`;
}

export function decodeSummaries(reply: unknown): SummaryPage {
  const found = isRecord(reply) ? reply.summaries : undefined;
  // An empty list may be left out.
  if (found !== undefined && found !== null && !Array.isArray(found)) throw new Error('summaries is not a list');
  const token = isRecord(reply) ? reply.nextPageToken : undefined;
  return {
    summaries: (found ?? []).flatMap((one: unknown) => decodeSummary(one) ?? []),
    nextPageToken: typeof token === 'string' && token !== '' ? token : undefined,
  };
}

export function decodeSummary(value: unknown): TraceSummary | undefined {
  if (!isRecord(value) || typeof value.traceId !== 'string') return undefined;
  const start = nanos(value.minStartTimeUnixNano);
  const services = Array.isArray(value.services) ? value.services.flatMap((one: unknown) => decodeShare(one) ?? []) : [];
  return {
    traceId: value.traceId,
    rootService: text(value.rootServiceName),
    rootName: text(value.rootOperationName),
    startUnixNano: start,
    durationNano: Math.max(0, Number(nanos(value.maxEndTimeUnixNano) - start)),
    spans: number(value.spanCount),
    errors: number(value.errorSpanCount),
    orphans: number(value.orphanSpanCount),
    services,
  };
}

function decodeShare(value: unknown): ServiceShare | undefined {
  if (!isRecord(value)) return undefined;
  return { name: text(value.name), spans: number(value.spanCount), errors: number(value.errorSpanCount) };
}

function nanos(value: unknown): bigint {
  return typeof value === 'string' && /^\d{1,20}$/.test(value) ? BigInt(value) : 0n;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** protobuf's JSON may write numbers of 64 bits as text. */
function number(value: unknown): number {
  const read = typeof value === 'string' ? Number(value) : value;
  return typeof read === 'number' && Number.isFinite(read) ? read : 0;
}
