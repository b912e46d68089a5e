import { searchHref } from '../../url/search';
import type { Range } from './times';

/** The traces behind the figures. */
export function tracesHref(service: string, operation: string | undefined, { start, end }: Range): string {
  return searchHref({ service, operation, start: start * 1000, end: end * 1000, lookback: 'custom' });
}
