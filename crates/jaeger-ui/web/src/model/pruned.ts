// Jaeger's service filter: spans of services that are left out go with all that is below them.

import { Status, type TraceModel } from './columns';

export interface Pruned {
  /** A 1 for each row that is left out. */
  rows: Uint8Array;
  /** What is missing below a span that is shown; below none (-1), roots. */
  below: ReadonlyMap<number, PrunedPart>;
}

export interface PrunedPart {
  spans: number;
  errors: number;
}

/** One root always stays, whatever its service is. */
export function prune({ columns, derived }: TraceModel, shown: ReadonlySet<string>): Pruned {
  const isShown = columns.services.map((service) => shown.has(service));
  const rows = new Uint8Array(columns.count);
  const below = new Map<number, PrunedPart>();
  const root = derived.roots.find((row) => isShown[columns.service[row]]) ?? derived.roots[0];
  for (let row = 0; row < columns.count; ) {
    if (isShown[columns.service[row]] || row === root) {
      row++;
      continue;
    }
    const end = row + derived.subtree[row];
    rows.fill(1, row, end);
    const part = below.get(columns.parent[row]) ?? { spans: 0, errors: 0 };
    part.spans += derived.subtree[row];
    part.errors += derived.errorsBelow[row] + (columns.status[row] === Status.error ? 1 : 0);
    below.set(columns.parent[row], part);
    row = end;
  }
  return { rows, below };
}
