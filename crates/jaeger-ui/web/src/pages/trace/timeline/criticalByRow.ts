// The stretches of the critical path, found by row.

import type { TraceModel } from '../../../model/columns';

export interface CriticalByRow {
  /** Where the parts of a row begin in `part`; one entry more than rows. */
  first: Uint32Array;
  /** Indices into `derived.critical`. */
  part: Uint32Array;
}

export function criticalByRow({ columns, derived }: TraceModel): CriticalByRow {
  const { row } = derived.critical;
  const first = new Uint32Array(columns.count + 1);
  for (const at of row) first[at + 1]++;
  for (let at = 0; at < columns.count; at++) first[at + 1] += first[at];
  const next = first.slice();
  const part = new Uint32Array(row.length);
  for (let index = 0; index < row.length; index++) part[next[row[index]]++] = index;
  return { first, part };
}
