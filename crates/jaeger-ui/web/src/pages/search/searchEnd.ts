import { config } from '../../app/config';
import { lookbackMicros } from '../../url/lookback';

/** Now in microseconds, less what the configuration leaves to traces that are not complete yet. */
export function searchEnd(): number {
  return Date.now() * 1000 - (lookbackMicros(config().search.adjustEndTime ?? '') ?? 0);
}
