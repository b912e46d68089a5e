// The trace as a whole, in the words of headings and link patterns.

import type { TraceModel } from '../../model/columns';
import type { TraceFacts } from '../../model/links';

export function rootOf({ columns, derived }: TraceModel): { service: string; name: string } {
  const row = derived.roots[0] ?? 0;
  return { service: columns.services[columns.service[row]] ?? '', name: columns.names[columns.name[row]] ?? '' };
}

export function factsOf(model: TraceModel): TraceFacts {
  const { traceId, startUnixNano, durationNano } = model.columns;
  const { service, name } = rootOf(model);
  return { traceId, name: `${service}: ${name}`, startUnixNano, durationNano };
}
