// Rows of many span ids at once, in one pass over the trace.

import type { Columns } from '../../model/columns';

/** Unknown ids are left out; of spans with the same id the first one counts. */
export function rowsOfSpanIds(columns: Columns, ids: readonly string[]): Set<number> {
  const rows = new Set<number>();
  const wanted = new Map<number, Set<number>>();
  for (const id of ids) {
    const digits = id.padStart(16, '0');
    const low = Number.parseInt(digits.slice(8), 16);
    const highs = wanted.get(low);
    const high = Number.parseInt(digits.slice(0, 8), 16);
    if (highs === undefined) wanted.set(low, new Set([high]));
    else highs.add(high);
  }
  if (wanted.size === 0) return rows;
  const { spanId, count } = columns;
  for (let row = 0; row < count; row++) {
    if (wanted.get(spanId[2 * row + 1])?.delete(spanId[2 * row])) rows.add(row);
  }
  return rows;
}
