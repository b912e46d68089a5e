// `/quality-metrics`: how well services are instrumented.

import { mergeQuery, readCount, readText, Writer } from './codec';
import type { Codec } from './codec';

const DEFAULT_HOURS = 48;
const MOST_HOURS = 24 * 365;

export interface QualityState {
  /** Absent: all services. */
  service?: string;
  /** How far back. */
  hours: number;
  /** The check whose examples are open. */
  check?: string;
}

export const qualityCodec: Codec<QualityState> = {
  keys: ['service', 'lookback', 'check'],
  decode: (params) => {
    const hours = readCount(params, 'lookback');
    return {
      service: readText(params, 'service'),
      hours: hours !== undefined && hours > 0 && hours <= MOST_HOURS ? hours : DEFAULT_HOURS,
      check: readText(params, 'check'),
    };
  },
  encode: (state) =>
    new Writer()
      .text('service', state.service)
      .number('lookback', state.hours, DEFAULT_HOURS)
      .text('check', state.check).params,
};

export const emptyQuality: QualityState = qualityCodec.decode(new URLSearchParams());

export function qualityHref(state: Partial<QualityState>): string {
  return `/quality-metrics${mergeQuery(qualityCodec, '', { ...emptyQuality, ...state })}`;
}
