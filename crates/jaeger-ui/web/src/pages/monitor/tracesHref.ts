import { searchHref } from '../../url/search';
import type { SearchState } from '../../url/search';
import type { Range } from './times';

/** Figures are of buckets: what is a little faster may have been counted as slow. */
const BUCKET = 0.9;

/** The traces behind the figures. */
export function tracesHref(service: string, operation: string | undefined, range: Range): string {
  return searchOf(service, operation, range);
}

/** Those with a span that took about as long as `latency` (ns) or longer, the slowest first. */
export function slowTracesHref(
  service: string,
  operation: string | undefined,
  range: Range,
  latency: number | null,
): string {
  const spanDurationMin = latency === null ? undefined : `${Math.floor((latency * BUCKET) / 1000)}us`;
  return searchOf(service, operation, range, { spanDurationMin, sort: 'duration_desc' });
}

export function failedTracesHref(service: string, operation: string | undefined, range: Range): string {
  return searchOf(service, operation, range, { errorsOnly: true });
}

function searchOf(
  service: string,
  operation: string | undefined,
  { start, end }: Range,
  more: Partial<SearchState> = {},
): string {
  const [from, to] = [Math.floor(start) * 1000, Math.ceil(end) * 1000];
  return searchHref({ service, operation, start: from, end: to, lookback: 'custom', ...more });
}
