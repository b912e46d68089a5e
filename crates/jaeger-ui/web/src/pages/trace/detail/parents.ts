import { spanIdOf } from '../../../model/columns';
import type { Columns } from '../../../model/columns';

/** More would make each click slower; patterns mostly look for values of the root or the span above. */
const MOST_PARENTS = 8;

/** Ids of the spans above, the nearest first. */
export function parentsOf(columns: Columns, row: number): string[] {
  const ids: string[] = [];
  for (let at = columns.parent[row]; at >= 0 && ids.length < MOST_PARENTS; at = columns.parent[at]) {
    ids.push(spanIdOf(columns, at));
  }
  return ids;
}
