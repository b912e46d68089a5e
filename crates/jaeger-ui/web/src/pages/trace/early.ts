// Asks for the trace of the address as soon as the script runs: the server reads it while the page is still being set up.

import { queryClient } from '../../app/queryClient';
import { readTrace } from '../../app/urlState';
import { basePath } from '../../url/base';
import { comparedIds } from '../../url/compare';
import { traceIdOfPath } from '../../url/traceId';
import { traceQuery } from './traceQuery';

/** On other pages nothing happens. A failure shows once the page asks as well. */
export function openTraceEarly(): void {
  const { pathname, search } = window.location;
  const before = `${basePath()}trace/`;
  const id = pathname.startsWith(before) ? pathname.slice(before.length) : '';
  if (id === '' || id.includes('/') || comparedIds(id)) return;
  const traceId = traceIdOfPath(id);
  // What is no id by its looks is the page's to explain.
  if (traceId === undefined) return;
  void queryClient.prefetchQuery(traceQuery(traceId, readTrace(search).raw));
  import('.').catch(() => undefined);
}
