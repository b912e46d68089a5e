// What is odd about the data itself: spans that never came, clocks that differ.

import { Flag, Kind, type TraceModel } from '../columns';
import { duration } from '../format';
import type { Finding } from './finding';
import { counted, spanLink } from './name';

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

/** Spans whose times were corrected; or else servers that answered before they were called. */
export function clockSkew(model: TraceModel): Finding[] {
  const { columns } = model;
  const moved: number[] = [];
  const early: number[] = [];
  for (let row = 0; row < columns.count; row++) {
    if ((columns.flags[row] & Flag.skewAdjusted) !== 0) moved.push(row);
    else if (earliness(model, row) > TOLERANCE) early.push(row);
  }
  if (moved.length > 0) {
    const count = counted(moved.length, 'span');
    const parts = [`Clocks differ: the times of ${count} were moved to fit, first `, spanLink(model, moved[0]), '.'];
    return [skew(moved, parts)];
  }
  if (early.length === 0) return [];
  const worst = early.reduce((a, b) => (earliness(model, b) > earliness(model, a) ? b : a));
  const by = duration(earliness(model, worst));
  const rest = others(early.length - 1);
  return [skew(early, ['Clocks differ: ', spanLink(model, worst), ` begins ${by} before it was called${rest}.`])];
}

function skew(rows: number[], parts: Finding['parts']): Finding {
  return { kind: 'clock-skew', severity: 'note', parts, rows: Uint32Array.from(rows), share: 0 };
}

function others(number: number): string {
  return number === 0 ? '' : `, and so do ${counted(number, 'more span')}, by less`;
}

/** ns by which a server's span begins before the call that it answers. */
function earliness({ columns }: TraceModel, row: number): number {
  const parent = columns.parent[row];
  const isAnswer = parent >= 0 && columns.kind[row] === Kind.server && columns.kind[parent] === Kind.client;
  return isAnswer ? columns.start[parent] - columns.start[row] : 0;
}
