import { searchHref } from '../../url/search';
import type { SearchState } from '../../url/search';
import { bucketOf } from './buckets';
import type { Range } from './times';

/** The traces behind the figures. */
export function tracesHref(service: string, operation: string | undefined, range: Range): string {
  return searchOf(service, operation, range);
}

/** Those with a span that may have been counted for `latency` (ns), or a longer one, the slowest first. */
export function slowTracesHref(
  service: string,
  operation: string | undefined,
  range: Range,
  latency: number | null,
): string {
  const above = latency === null ? 0 : bucketOf(latency).above;
  const spanDurationMin = above === 0 ? undefined : `${Math.floor(above / 1000)}us`;
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
