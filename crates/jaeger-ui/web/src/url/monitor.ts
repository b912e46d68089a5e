// `/monitor`: request rate, errors and latency of services and their operations.

import { mergeQuery, readCount, readList, readText, readWord, Writer } from './codec';
import type { Codec } from './codec';

export const SPAN_KINDS = ['server', 'client', 'producer', 'consumer', 'internal', 'unspecified'] as const;
export type SpanKindWord = (typeof SPAN_KINDS)[number];

const HOUR = 3_600_000;
const LONGEST = 30 * 24 * HOUR;

export interface MonitorState {
  /** Absent: the overview of all services. */
  service?: string;
  spanKind: SpanKindWord;
  /** Length of the range in ms up to now, unless `start` and `end` are given. */
  timeframe: number;
  /** ms since 1970. */
  start?: number;
  end?: number;
  /** Compared with the time before: `day` or `week` earlier, or `previous` (as long as the range). */
  compare?: 'previous' | 'day' | 'week';
  quantile: '0.5' | '0.75' | '0.95' | '0.99';
  /** The operation that is looked at. */
  operation?: string;
  /** Services put beside each other. */
  services?: string[];
  sort?: string;
  /** Only rows of the table with this in their name. */
  uiFind?: string;
}

export const monitorCodec: Codec<MonitorState> = {
  keys: ['service', 'spanKind', 'timeframe', 'start', 'end', 'cmp', 'quantile', 'op', 'services', 'sort', 'uiFind'],
  decode: (params) => {
    const timeframe = readCount(params, 'timeframe');
    const start = readCount(params, 'start');
    const end = readCount(params, 'end');
    const fixed = start !== undefined && end !== undefined && start < end;
    return {
      service: readText(params, 'service'),
      spanKind: readWord(params, 'spanKind', SPAN_KINDS) ?? 'server',
      timeframe: timeframe !== undefined && timeframe > 0 && timeframe <= LONGEST ? timeframe : HOUR,
      start: fixed ? start : undefined,
      end: fixed ? end : undefined,
      compare: readWord(params, 'cmp', ['previous', 'day', 'week']),
      quantile: readWord(params, 'quantile', ['0.5', '0.75', '0.95', '0.99']) ?? '0.95',
      operation: readText(params, 'op'),
      services: readList(params, 'services'),
      sort: readText(params, 'sort'),
      uiFind: readText(params, 'uiFind'),
    };
  },
  encode: (state) =>
    new Writer()
      .text('service', state.service)
      .text('spanKind', state.spanKind, 'server')
      .number('timeframe', state.timeframe, HOUR)
      .number('start', state.start)
      .number('end', state.end)
      .text('cmp', state.compare)
      .text('quantile', state.quantile, '0.95')
      .text('op', state.operation)
      .list('services', state.services)
      .text('sort', state.sort)
      .text('uiFind', state.uiFind).params,
};

export const emptyMonitor: MonitorState = monitorCodec.decode(new URLSearchParams());

export function monitorHref(state: Partial<MonitorState>): string {
  return `/monitor${mergeQuery(monitorCodec, '', { ...emptyMonitor, ...state })}`;
}
