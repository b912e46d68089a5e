// `/search`: a query, the range of time, and how results are shown.

import { logfmt, parseLogfmt } from '../model/logfmt';
import type { Pair } from '../model/logfmt';
import type { FormFields } from '../model/query/form';
import { mergeQuery, readCount, readEach, readFlag, readList, readText, readWord, Writer } from './codec';
import type { Codec } from './codec';
import { lookbackFor, lookbackMicros } from './lookback';

/** The orders that the server knows, and by name, which is that of the traces in the list. */
export const SORTS = [
  'start_desc',
  'start_asc',
  'duration_desc',
  'duration_asc',
  'spans_desc',
  'spans_asc',
  'errors_desc',
  'errors_asc',
  'name_asc',
  'name_desc',
] as const;
export type SearchSort = (typeof SORTS)[number];

export const isByName = (sort: SearchSort): boolean => sort === 'name_asc' || sort === 'name_desc';

export const DEFAULT_LOOKBACK = '1h';
export const DEFAULT_LIMIT = 20;
export const MOST_LIMIT = 1500;
/** Attributes that are counted beside the results; the server counts no more. */
export const MOST_FACETS = 5;

/** Jaeger's words for no choice. */
const ALL_SERVICES = '__all_services__';
const ALL_OPERATIONS = new Set(['__all_operations__', 'all']);

/** The fields of the form stand beside what else the address says. */
export interface SearchState extends FormFields {
  /** A TraceQL text; it stands for the whole of the form. */
  q?: string;
  /** The same as the server's JSON expression, from links of programs. */
  filter?: string;
  /** Microseconds since 1970; with neither, the range is `lookback` up to now. */
  start?: number;
  end?: number;
  /** A word such as `1h`, or `custom`; with `start` and `end` it only says where they came from. */
  lookback: string;
  limit: number;
  sort: SearchSort;
  view: 'table' | 'cards';
  /** The graph of services in the results takes the place of the list. */
  ddg: boolean;
  /** Columns of the table besides the fixed ones: attributes. */
  cols?: string[];
  /** Attributes counted beside the results, as a search writes them: `tenant`, `resource.version`. */
  facets?: string[];
  live: boolean;
  /** Traces ticked in the list. */
  selected?: string[];
  /** A fixed set of traces. */
  traceIds?: string[];
  /** What to look for in a trace of the results, by trace id: span ids with blanks between. */
  spanLinks?: Record<string, string>;
}

export const searchCodec: Codec<SearchState> = {
  keys: [
    'q', 'filter', 'service', 'operation', 'tags', 'tag', 'minTraceDuration', 'maxTraceDuration', 'errors',
    'minDuration', 'maxDuration', 'start', 'end', 'lookback', 'limit', 'sort', 'view', 'cols', 'facet', 'live',
    'selected', 'traceID', 'span',
  ],

  decode(params) {
    const service = readText(params, 'service');
    const operation = readText(params, 'operation');
    const start = readCount(params, 'start');
    const end = readCount(params, 'end');
    return {
      q: readText(params, 'q'),
      filter: readText(params, 'filter'),
      service: service === ALL_SERVICES ? undefined : service,
      operation: operation !== undefined && ALL_OPERATIONS.has(operation) ? undefined : operation,
      tags: readTags(params),
      traceDurationMin: readText(params, 'minTraceDuration'),
      traceDurationMax: readText(params, 'maxTraceDuration'),
      errorsOnly: readFlag(params, 'errors'),
      spanDurationMin: readText(params, 'minDuration'),
      spanDurationMax: readText(params, 'maxDuration'),
      start,
      end,
      lookback: readLookback(params, start, end),
      limit: Math.min(Math.max(readCount(params, 'limit') ?? DEFAULT_LIMIT, 1), MOST_LIMIT),
      sort: readWord(params, 'sort', SORTS) ?? 'start_desc',
      view: readWord(params, 'view', ['table', 'cards']) ?? 'table',
      ddg: params.get('view') === 'ddg',
      cols: readList(params, 'cols'),
      facets: readEach(params, 'facet')?.slice(0, MOST_FACETS),
      live: readFlag(params, 'live'),
      selected: readList(params, 'selected'),
      traceIds: readEach(params, 'traceID'),
      spanLinks: readSpanLinks(params),
    };
  },

  encode(state) {
    return new Writer()
      .text('q', state.q)
      .text('filter', state.filter)
      .text('service', state.service)
      .text('operation', state.operation)
      .text('tags', writeTags(state.tags))
      .text('minTraceDuration', state.traceDurationMin)
      .text('maxTraceDuration', state.traceDurationMax)
      .flag('errors', state.errorsOnly)
      .text('minDuration', state.spanDurationMin)
      .text('maxDuration', state.spanDurationMax)
      .number('start', state.start)
      .number('end', state.end)
      // Always, because what its absence means is a matter of configuration.
      .text('lookback', state.lookback)
      .number('limit', state.limit, DEFAULT_LIMIT)
      .text('sort', state.sort, 'start_desc')
      .text('view', state.ddg ? 'ddg' : state.view, 'table')
      .list('cols', state.cols)
      .each('facet', state.facets)
      .flag('live', state.live)
      .list('selected', state.selected)
      .each('traceID', state.traceIds)
      .each('span', Object.entries(state.spanLinks ?? {}).map(([traceId, spans]) => `${spans}@${traceId}`)).params;
  },
};

export const emptySearch: SearchState = searchCodec.decode(new URLSearchParams());

export function searchHref(state: Partial<SearchState>): string {
  return `/search${mergeQuery(searchCodec, '', { ...emptySearch, ...state })}`;
}

/** Whether the address asks for nothing, so that the page may show what it likes. */
export function isBareSearch(params: URLSearchParams): boolean {
  return !searchCodec.keys.some((key) => params.has(key));
}

/** The range in microseconds. A link that fixes only one end keeps the lookback's length. */
export function rangeOf(state: Pick<SearchState, 'start' | 'end' | 'lookback'>, now: number): TimeRange {
  const length = lookbackMicros(state.lookback) ?? lookbackMicros(DEFAULT_LOOKBACK) ?? 0;
  const end = state.end ?? Math.min(now, (state.start ?? now) + length);
  return { start: state.start ?? Math.max(0, end - length), end };
}

export interface TimeRange {
  start: number;
  end: number;
}

/** The state with its range fixed, so that its link finds the same again. */
export function freeze(state: SearchState, now: number): SearchState {
  return { ...state, ...rangeOf(state, now) };
}

function readLookback(params: URLSearchParams, start: number | undefined, end: number | undefined): string {
  const word = params.get('lookback');
  if (word === 'custom' || (word !== null && lookbackMicros(word) !== undefined)) return word;
  if (start !== undefined && end !== undefined) return lookbackFor(end - start);
  return start === undefined && end === undefined ? DEFAULT_LOOKBACK : 'custom';
}

/** `tags` is a JSON object (or, when that cannot hold what was typed, the typed text); `tag` is `key:value`. */
function readTags(params: URLSearchParams): string | undefined {
  const pairs: Pair[] = [];
  const typed: string[] = [];
  for (const text of params.getAll('tags')) {
    const object = jsonPairs(text);
    if (object) pairs.push(...object);
    else typed.push(text);
  }
  for (const text of params.getAll('tag')) {
    const colon = text.indexOf(':');
    if (colon > 0) pairs.push([text.slice(0, colon), text.slice(colon + 1)]);
  }
  return [...typed, logfmt(pairs)].filter((text) => text !== '').join(' ') || undefined;
}

function jsonPairs(text: string): Pair[] | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    return Object.entries(value).map(([key, part]) => [key, typeof part === 'string' ? part : JSON.stringify(part)]);
  } catch {
    return undefined;
  }
}

function writeTags(tags: string | undefined): string | undefined {
  if (tags === undefined) return undefined;
  const { pairs } = parseLogfmt(tags);
  if (!pairs) return tags;
  const object = JSON.stringify(Object.fromEntries(pairs));
  // An object that does not give the same text back would change the field under the typing hand.
  return logfmt(jsonPairs(object) ?? []) === tags ? object : tags;
}

/** `spanIDs@traceID`, repeated; several of one trace are joined. */
function readSpanLinks(params: URLSearchParams): Record<string, string> | undefined {
  const links: Record<string, string> = {};
  for (const text of params.getAll('span')) {
    const at = text.lastIndexOf('@');
    if (at < 0 || at === text.length - 1) continue;
    const traceId = text.slice(at + 1);
    const spans = text.slice(0, at).trim();
    links[traceId] = [links[traceId], spans].filter(Boolean).join(' ');
  }
  return Object.keys(links).length === 0 ? undefined : links;
}
