import { config } from '../../app/config';
import { readStored, writeStored } from '../../app/storage';
import { parseDuration } from '../../model/format';
import { lookbackMicros } from '../../url/lookback';

/** Kept as Jaeger UI keeps it. */
const KEY = 'jaeger-ui/search-adjust-time-enabled';

/** Whether the end is moved back; so it is where the configuration says by how much, until somebody turns it off. */
export function adjustsEnd(): boolean {
  return Boolean(config().search.adjustEndTime) && readStored(KEY) !== 'false';
}

export function setAdjustsEnd(on: boolean): void {
  writeStored(KEY, String(on));
}

/** Now in microseconds, less what the configuration leaves to traces that are not complete yet. */
export function searchEnd(): number {
  return Date.now() * 1000 - (adjustsEnd() ? micros(config().search.adjustEndTime ?? '') : 0);
}

/** `1m`, and of what is no lookback also `30s`. */
function micros(text: string): number {
  return lookbackMicros(text) ?? (parseDuration(text) ?? 0) / 1000;
}
