// Asks for the trace of the address as soon as the script of its page runs: the server reads it while the page is still
// being set up.

import { queryClient } from '../../app/queryClient';
import { readTrace } from '../../app/urlState';
import { basePath } from '../../url/base';
import { traceIdOfPath } from '../../url/traceId';
import { traceQuery } from './traceQuery';

/** Ends when the trace is there. A failure shows once the page asks as well. */
export async function openTraceEarly(): Promise<void> {
  const { pathname, search } = window.location;
  const traceId = traceIdOfPath(pathname.slice(`${basePath()}trace/`.length));
  // What is no id by its looks is the page's to explain.
  if (traceId === undefined) return;
  await queryClient.prefetchQuery(traceQuery(traceId, readTrace(search).raw));
}
