// Where the failure began.

import { Flag, Status, type TraceModel } from '../columns';
import { counted } from '../format';
import type { Finding } from './finding';
import { spanLink } from './name';

/**
 * The deepest failed span of the longest chain of failures. Between equals decide the failed spans farther above, an
 * exception, and an earlier end.
 */
export function errorOrigin(model: TraceModel): Finding[] {
  const { columns, derived } = model;
  const origins = Array.from(derived.errors.filter((row) => derived.errorsBelow[row] === 0));
  if (origins.length === 0) return [];
  const { chain, above } = failedAbove(model);
  const hasException = (row: number) => Number((columns.flags[row] & Flag.exception) !== 0);
  const end = (row: number) => columns.start[row] + columns.duration[row];
  origins.sort(
    (a, b) => chain[b] - chain[a] || above[b] - above[a] || hasException(b) - hasException(a) || end(a) - end(b),
  );
  const [origin] = origins;
  const parts: Finding['parts'] = [spanLink(model, origin)];
  parts.push(hasException(origin) === 1 ? ' failed with an exception' : ' failed');
  if (above[origin] > 0) {
    const last = spanLink(model, highestFailed(model, origin));
    if (above[origin] === 1) parts.push(', and so did ', last, ' above it');
    else parts.push(`, and so did ${counted(above[origin], 'span')} above it, up to `, last);
  }
  parts.push(origins.length > 1 ? `. ${counted(origins.length - 1, 'other span')} failed elsewhere.` : '.');
  return [{ kind: 'error-origin', severity: 'problem', parts, rows: Uint32Array.from(origins), share: 0 }];
}

/** For each row the number of failed spans above it: from its parent upwards without a gap, and all of them. */
function failedAbove({ columns }: TraceModel): { chain: Uint32Array; above: Uint32Array } {
  const chain = new Uint32Array(columns.count);
  const above = new Uint32Array(columns.count);
  for (let row = 0; row < columns.count; row++) {
    const parent = columns.parent[row];
    if (parent < 0) continue;
    const isFailed = columns.status[parent] === Status.error;
    chain[row] = isFailed ? chain[parent] + 1 : 0;
    above[row] = above[parent] + Number(isFailed);
  }
  return { chain, above };
}

function highestFailed({ columns }: TraceModel, row: number): number {
  let highest = row;
  for (let at = columns.parent[row]; at >= 0; at = columns.parent[at]) {
    if (columns.status[at] === Status.error) highest = at;
  }
  return highest;
}
