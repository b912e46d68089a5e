import { openTrace } from '../../api/trace';
import { Status } from '../../model/columns';
import type { TraceModel } from '../../model/columns';
import { graphOf } from '../../model/serviceGraph';
import type { Edge, ServiceGraph } from '../../model/serviceGraph';

const AT_ONCE = 6;

/** Calls between services in some traces. A trace that cannot be read is left out. */
export async function callsOf(traceIds: readonly string[], signal?: AbortSignal): Promise<ServiceGraph> {
  const edges: Edge[] = [];
  let next = 0;
  let failure: unknown;
  let read = 0;
  const work = async () => {
    while (next < traceIds.length) {
      const traceId = traceIds[next++];
      try {
        const { model } = await openTrace(traceId, { signal });
        edges.push(...callsIn(model));
        read++;
      } catch (error) {
        signal?.throwIfAborted();
        failure = error;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, traceIds.length) }, work));
  if (read === 0 && failure !== undefined) throw failure;
  return graphOf(edges);
}

function callsIn({ columns }: TraceModel): Edge[] {
  const edges: Edge[] = [];
  for (let row = 0; row < columns.count; row++) {
    const parent = columns.parent[row];
    if (parent < 0 || columns.service[parent] === columns.service[row]) continue;
    edges.push({
      parent: columns.services[columns.service[parent]],
      child: columns.services[columns.service[row]],
      calls: 1,
      errors: columns.status[row] === Status.error ? 1 : 0,
    });
  }
  return edges;
}
