// What is odd about the data itself: spans that never came, clocks that differ.

import { Flag, Kind, Status, type TraceModel } from '../columns';
import { counted, duration } from '../format';
import { type Finding, MINIMUM_SHARE } from './finding';
import { spanLink } from './name';

export function missingParents(model: TraceModel): Finding[] {
  const { columns } = model;
  const rows = model.derived.roots.filter((row) => (columns.flags[row] & Flag.missingParent) !== 0);
  if (rows.length === 0) return [];
  const parents = rows.length === 1 ? 'a parent that is' : 'parents that are';
  return [{
    kind: 'missing-parents',
    severity: 'note',
    parts: [
      `${counted(rows.length, 'span')} ${rows.length === 1 ? 'names' : 'name'} ${parents} not in the trace, first `,
      spanLink(model, rows[0]),
      '. Its sender may not have sent it yet, or at all.',
    ],
    rows,
    share: 0,
  }];
}

/** Clocks are read in other places and rounded; less than this is not skew. */
const TOLERANCE = 1000;

/** Spans whose times were corrected; or else servers that began before they were called, or after the call was over. */
export function clockSkew(model: TraceModel): Finding[] {
  const { columns } = model;
  const least = Math.max(TOLERANCE, MINIMUM_SHARE * columns.durationNano);
  const moved: number[] = [];
  const outside: number[] = [];
  for (let row = 0; row < columns.count; row++) {
    if ((columns.flags[row] & Flag.skewAdjusted) !== 0) moved.push(row);
    else if (Math.abs(offset(model, row)) >= least) outside.push(row);
  }
  if (moved.length > 0) {
    const count = counted(moved.length, 'span');
    const parts = [`Clocks differ: the times of ${count} were moved to fit, first `, spanLink(model, moved[0]), '.'];
    return [skew(moved, parts)];
  }
  if (outside.length === 0) return [];
  const size = (row: number) => Math.abs(offset(model, row));
  const worst = outside.reduce((a, b) => (size(b) > size(a) ? b : a));
  const by = duration(size(worst));
  const when = offset(model, worst) < 0 ? 'before it was called' : 'after its call had ended';
  const rest = outside.length === 1 ? '' : `; so ${does(outside.length - 1)}, by less`;
  return [skew(outside, ['Clocks differ: ', spanLink(model, worst), ` begins ${by} ${when}${rest}.`])];
}

function skew(rows: number[], parts: Finding['parts']): Finding {
  return { kind: 'clock-skew', severity: 'note', parts, rows: Uint32Array.from(rows), share: 0 };
}

function does(number: number): string {
  return number === 1 ? 'does 1 more span' : `do ${counted(number, 'more span')}`;
}

/**
 * ns by which a server's span begins outside of the call that it answers: below 0 before the call, above 0 after it.
 * A call that failed may well have ended before somebody took it up.
 */
function offset({ columns }: TraceModel, row: number): number {
  const parent = columns.parent[row];
  const isAnswer = parent >= 0 && columns.kind[row] === Kind.server && columns.kind[parent] === Kind.client;
  if (!isAnswer) return 0;
  const early = columns.start[row] - columns.start[parent];
  if (early < 0) return early;
  const late = early - columns.duration[parent];
  return late > 0 && columns.status[parent] !== Status.error ? late : 0;
}
