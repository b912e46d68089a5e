// Searching a stock Jaeger: its form has no trace durations, no errors, no order and no pages, so these are
// applied to what it sends.

import type { DocumentSpan } from '../model/document';
import { readDocument } from '../model/document';
import { Status } from '../model/columns';
import { parseDuration } from '../model/format';
import { parseLogfmt } from '../model/logfmt';
import type { TraceSearch } from '../model/query/toQuery';
import { isByName } from '../url/search';
import { ApiError, getJson, getText } from './client';
import { decodeSummaries, rfc3339 } from './search';
import type { SearchPage } from './search';
import type { TraceSummary } from './summaries';

export async function searchStock(search: TraceSearch, signal?: AbortSignal): Promise<SearchPage> {
  const found = search.traceIds ? await byIds(search.traceIds, signal) : await byForm(search, signal);
  const summaries = found.filter(fits(search)).sort(ORDERS[search.sort]);
  const { traceDurationMin, traceDurationMax, errorsOnly } = search.form;
  const isNarrowedHere = Boolean(traceDurationMin || traceDurationMax || errorsOnly) || (search.sort !== 'start_desc' && !isByName(search.sort));
  return { summaries, isNarrowedHere };
}

async function byForm(search: TraceSearch, signal?: AbortSignal): Promise<TraceSummary[]> {
  try {
    const page = await getJson(`api/v3/trace-summaries?${newer(search)}`, decodeSummaries, signal);
    return page.summaries;
  } catch (error) {
    const isOld = error instanceof ApiError && (error.status === 404 || (error.status === 200 && /^\s*</.test(error.body)));
    if (!isOld) throw error;
    return summariesOf(await getText(`api/traces?${older(search)}`, signal));
  }
}

async function byIds(ids: readonly string[], signal?: AbortSignal): Promise<TraceSummary[]> {
  const params = new URLSearchParams(ids.map((id) => ['traceID', id]));
  return summariesOf(await getText(`api/traces?${params}`, signal));
}

function newer({ form, startNano, endNano, limit }: TraceSearch): URLSearchParams {
  return written({
    'query.serviceName': form.service,
    'query.operationName': form.operation,
    'query.attributes': tagsOf(form.tags),
    'query.durationMin': form.spanDurationMin,
    'query.durationMax': form.spanDurationMax,
    'query.startTimeMin': rfc3339(startNano),
    'query.startTimeMax': rfc3339(endNano),
    'query.searchDepth': String(limit),
  });
}

function older({ form, startNano, endNano, limit }: TraceSearch): URLSearchParams {
  return written({
    service: form.service,
    operation: form.operation,
    tags: tagsOf(form.tags),
    minDuration: form.spanDurationMin,
    maxDuration: form.spanDurationMax,
    start: String(startNano / 1000n),
    end: String(endNano / 1000n),
    limit: String(limit),
  });
}

function written(values: Record<string, string | undefined>): URLSearchParams {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) if (value) params.set(name, value);
  return params;
}

function tagsOf(tags: string | undefined): string | undefined {
  const { pairs } = parseLogfmt(tags ?? '');
  return pairs && pairs.length > 0 ? JSON.stringify(Object.fromEntries(pairs)) : undefined;
}

function fits({ form }: TraceSearch): (summary: TraceSummary) => boolean {
  const min = parseDuration(form.traceDurationMin ?? '') ?? 0;
  const max = parseDuration(form.traceDurationMax ?? '') ?? Infinity;
  return ({ durationNano, errors }) => durationNano >= min && durationNano <= max && (!form.errorsOnly || errors > 0);
}

const byStart = (a: TraceSummary, b: TraceSummary) => Number(b.startUnixNano - a.startUnixNano);

const ORDERS: Record<TraceSearch['sort'], (a: TraceSummary, b: TraceSummary) => number> = {
  start_desc: byStart,
  start_asc: (a, b) => byStart(b, a),
  duration_desc: (a, b) => b.durationNano - a.durationNano || byStart(a, b),
  duration_asc: (a, b) => a.durationNano - b.durationNano || byStart(a, b),
  spans_desc: (a, b) => b.spans - a.spans || byStart(a, b),
  spans_asc: (a, b) => a.spans - b.spans || byStart(a, b),
  errors_desc: (a, b) => b.errors - a.errors || byStart(a, b),
  errors_asc: (a, b) => a.errors - b.errors || byStart(a, b),
  // The list does it with all that it has.
  name_asc: byStart,
  name_desc: byStart,
};

function summariesOf(text: string): TraceSummary[] {
  const body: unknown = JSON.parse(text);
  const hasNone = typeof body !== 'object' || body === null || !('data' in body) || !Array.isArray(body.data);
  if (hasNone || (body.data as unknown[]).length === 0) return [];
  return readDocument(text).map(({ traceId, spans }) => summaryOf(traceId, spans));
}

function summaryOf(traceId: string, spans: readonly DocumentSpan[]): TraceSummary {
  const ids = new Set(spans.map(({ spanId }) => spanId));
  const shares = new Map<string, { name: string; spans: number; errors: number }>();
  let start = spans[0].startUnixNano;
  let end = start;
  let orphans = 0;
  let root: DocumentSpan | undefined;
  for (const span of spans) {
    const spanEnd = span.startUnixNano + BigInt(Math.round(span.durationNano));
    if (span.startUnixNano < start) start = span.startUnixNano;
    if (spanEnd > end) end = spanEnd;
    const share = shares.get(span.service) ?? { name: span.service, spans: 0, errors: 0 };
    share.spans++;
    if (span.status.code === Status.error) share.errors++;
    shares.set(span.service, share);
    if (span.parentSpanId === '') {
      if (!root || span.startUnixNano < root.startUnixNano) root = span;
    } else if (!ids.has(span.parentSpanId)) orphans++;
  }
  const services = [...shares.values()];
  return {
    traceId,
    rootService: root?.service ?? '',
    rootName: root?.name ?? '',
    startUnixNano: start,
    durationNano: Number(end - start),
    spans: spans.length,
    errors: services.reduce((sum, { errors }) => sum + errors, 0),
    orphans,
    services,
  };
}
