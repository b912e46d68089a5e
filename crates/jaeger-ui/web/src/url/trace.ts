// `/trace/:id`: which view of a trace, and everything that was changed in it.

import { mergeQuery, readCount, readFlag, readList, readText, readWord, Writer } from './codec';
import type { Codec } from './codec';

export const TRACE_VIEWS = ['timeline', 'flame', 'graph', 'stats', 'spans', 'events', 'json', 'genai'] as const;
export type TraceView = (typeof TRACE_VIEWS)[number];

export const PILLS = ['errors', 'critical', 'slow'] as const;
export type Pill = (typeof PILLS)[number];

/** More toggles would make an address that other programs cut. */
export const MOST_COLLAPSED = 50;

export interface TraceState {
  view: TraceView;
  /** A span id. */
  sel?: string;
  /** ns from the start of the trace. */
  zoom?: [start: number, end: number];
  /** The text of the find box. */
  uiFind?: string;
  /** Services whose spans are kept; those of others are dimmed or hidden. */
  services?: string[];
  /** Jaeger's filter, which leaves out spans with all that is below them. See `svcFilter.ts`. */
  svcFilter?: string;
  /** One group of conditions of a TraceQL text. */
  filter?: string;
  filterMode: 'dim' | 'hide';
  /** Spans below this level are folded away. */
  depth?: number;
  /** A duration as text: shorter spans are folded away. */
  collapseBelow?: string;
  /** Ids of spans that are folded against the rules above, or unfolded against them. */
  collapsed?: string[];
  /** Equal siblings stand in one row. */
  group: boolean;
  /** Stretches without work are folded. */
  gaps: boolean;
  /** Bars stand beside the names. */
  bars: boolean;
  /** `service` when absent; `kind`, `status` or `attr:KEY`. */
  color?: string;
  /** The span that is shown as if it were the root. */
  root?: string;
  /** Absent: whichever suits the window and the configuration. */
  panel?: 'side' | 'inline' | 'off';
  /** Times as they were sent, without adjustment of clocks. */
  raw: boolean;
  fl: 'time' | 'heavy' | 'sandwich';
  /** Statistics: grouped by this, then by that, in this order. */
  by?: string;
  then?: string;
  sort?: string;
  cols?: string[];
  gdir?: 'down' | 'right';
  gcolor?: 'service' | 'time' | 'self' | 'errors';
  /** Quick filters. */
  pills: Pill[];
  /** What is in sight of a flame view that is not by time, in its own units. */
  flameZoom?: [start: number, end: number];
  /** The number of the node of the graph that is open, or of the frame between its callers and callees. */
  node?: number;
  /** As many nodes of the graph are drawn as a drawing can take. */
  drawsMore: boolean;
  /** The number of the event that is open. */
  event?: number;
  /** Words that the events shown have; in the document, the text that is looked for. */
  eventText?: string;
  /** `otlp` when absent. */
  jsonFormat?: 'jaeger';
  /** How messages of a conversation are written; as formatted text when absent. */
  messageText?: 'plain' | 'json';
}

export const traceCodec: Codec<TraceState> = {
  keys: [
    'view', 'sel', 'z', 'uiFind', 'svc', 'svcFilter', 'flt', 'fm', 'depth', 'collapseBelow', 'toggle', 'group', 'gaps', 'bars',
    'color', 'root', 'panel', 'raw', 'fl', 'by', 'then', 'sort', 'cols', 'gdir', 'gcolor', 'only', 'fz', 'node', 'draw', 'ev', 'evt', 'jf', 'mt',
  ],

  decode(params) {
    const only = readList(params, 'only') ?? [];
    return {
      view: readWord(params, 'view', TRACE_VIEWS) ?? 'timeline',
      sel: readSpanId(params, 'sel'),
      zoom: readRange(params, 'z'),
      uiFind: readText(params, 'uiFind'),
      services: readList(params, 'svc'),
      svcFilter: readText(params, 'svcFilter'),
      filter: readText(params, 'flt'),
      filterMode: readWord(params, 'fm', ['dim', 'hide']) ?? 'dim',
      depth: readCount(params, 'depth'),
      collapseBelow: readText(params, 'collapseBelow'),
      collapsed: readList(params, 'toggle')?.filter(isSpanId).slice(0, MOST_COLLAPSED),
      group: readFlag(params, 'group', true),
      gaps: readFlag(params, 'gaps'),
      bars: readFlag(params, 'bars', true),
      color: readText(params, 'color'),
      root: readSpanId(params, 'root'),
      panel: readWord(params, 'panel', ['side', 'inline', 'off']),
      raw: readFlag(params, 'raw'),
      fl: readWord(params, 'fl', ['time', 'heavy', 'sandwich']) ?? 'time',
      by: readText(params, 'by'),
      then: readText(params, 'then'),
      sort: readText(params, 'sort'),
      cols: readList(params, 'cols'),
      gdir: readWord(params, 'gdir', ['down', 'right']),
      gcolor: readWord(params, 'gcolor', ['service', 'time', 'self', 'errors']),
      pills: PILLS.filter((pill) => only.includes(pill)),
      flameZoom: readRange(params, 'fz'),
      node: readCount(params, 'node'),
      drawsMore: readFlag(params, 'draw'),
      event: readCount(params, 'ev'),
      eventText: readText(params, 'evt'),
      jsonFormat: readWord(params, 'jf', ['jaeger']),
      messageText: readWord(params, 'mt', ['plain', 'json']),
    };
  },

  encode(state) {
    return new Writer()
      .text('view', state.view, 'timeline')
      .text('sel', state.sel)
      .text('uiFind', state.uiFind)
      .text('z', written(state.zoom))
      .list('svc', state.services)
      .text('svcFilter', state.svcFilter)
      .list('only', state.pills)
      .text('flt', state.filter)
      .text('fm', state.filterMode, 'dim')
      .number('depth', state.depth)
      .text('collapseBelow', state.collapseBelow)
      .list('toggle', state.collapsed?.slice(0, MOST_COLLAPSED))
      .flag('group', state.group, true)
      .flag('gaps', state.gaps)
      .flag('bars', state.bars, true)
      .text('color', state.color, 'service')
      .text('root', state.root)
      .text('panel', state.panel)
      .flag('raw', state.raw)
      .text('fl', state.fl, 'time')
      .text('by', state.by)
      .text('then', state.then)
      .text('sort', state.sort)
      .list('cols', state.cols)
      .text('gdir', state.gdir)
      .text('gcolor', state.gcolor)
      .text('fz', written(state.flameZoom))
      .number('node', state.node)
      .flag('draw', state.drawsMore)
      .number('ev', state.event)
      .text('evt', state.eventText)
      .text('jf', state.jsonFormat)
      .text('mt', state.messageText).params;
  },
};

export const emptyTrace: TraceState = traceCodec.decode(new URLSearchParams());

export function traceHref(traceId: string, state: Partial<TraceState> = {}): string {
  return `/trace/${encodeURIComponent(traceId)}${mergeQuery(traceCodec, '', { ...emptyTrace, ...state })}`;
}

/** Whether the address alone says everything; else it is only near to what is seen. */
export function isExact(state: TraceState): boolean {
  return (state.collapsed?.length ?? 0) <= MOST_COLLAPSED;
}

function isSpanId(text: string): boolean {
  return /^[0-9a-f]{1,16}$/i.test(text);
}

function readSpanId(params: URLSearchParams, name: string): string | undefined {
  const text = params.get(name)?.trim();
  return text && isSpanId(text) ? text.toLowerCase().padStart(16, '0') : undefined;
}

function readRange(params: URLSearchParams, name: string): [number, number] | undefined {
  const match = /^(\d{1,16})-(\d{1,16})$/.exec(params.get(name) ?? '');
  if (!match) return undefined;
  const [start, end] = [Number(match[1]), Number(match[2])];
  return start < end ? [start, end] : undefined;
}

function written(range: [start: number, end: number] | undefined): string | undefined {
  return range && `${Math.round(range[0])}-${Math.round(range[1])}`;
}
