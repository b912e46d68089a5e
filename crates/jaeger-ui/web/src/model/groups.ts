// Runs of equal siblings, such as the same query sent once for each item of a list. They fold into one row.

import { Flag, Status, type TraceModel } from './columns';
import { quantile } from './quantile';

/** Fewer are as quickly read one by one. */
export const GROUP_MINIMUM = 5;

/** Leaves of one parent with the same service and name. */
export interface SpanGroup {
  parent: number;
  /** In order. The first one names the group where it has to be remembered. */
  rows: Uint32Array;
  service: number;
  name: number;
  /** ns from the start of the trace, over all of them. */
  start: number;
  end: number;
  /** ns, of their durations. */
  total: number;
  min: number;
  median: number;
  p95: number;
  max: number;
  errors: number;
  /** None begins before the one before it has ended: what was asked one by one could perhaps be asked at once. */
  isSequential: boolean;
}

export interface Groups {
  list: SpanGroup[];
  /** For each row the group that it is in, or -1. */
  of: Int32Array;
}

export function findGroups(model: TraceModel, minimum = GROUP_MINIMUM): Groups {
  const { columns, derived } = model;
  const groups: Groups = { list: [], of: new Int32Array(columns.count).fill(-1) };
  for (let parent = 0; parent < columns.count; parent++) {
    if (derived.children[parent] < minimum) continue;
    for (const rows of equalLeaves(model, parent)) {
      if (rows.length < minimum) continue;
      for (const row of rows) groups.of[row] = groups.list.length;
      groups.list.push(describe(model, parent, Uint32Array.from(rows)));
    }
  }
  return groups;
}

function equalLeaves({ columns, derived }: TraceModel, parent: number): Iterable<number[]> {
  const byKind = new Map<number, number[]>();
  const end = parent + derived.subtree[parent];
  for (let child = parent + 1; child < end; child += derived.subtree[child]) {
    // What stands for many is a row of its own.
    if (derived.children[child] > 0 || (columns.flags[child] & Flag.summary) !== 0) continue;
    const key = columns.name[child] * 0x1_0000 + columns.service[child];
    const rows = byKind.get(key);
    if (rows === undefined) byKind.set(key, [child]);
    else rows.push(child);
  }
  return byKind.values();
}

function describe({ columns }: TraceModel, parent: number, rows: Uint32Array): SpanGroup {
  const durations = new Float64Array(rows.length);
  const group: SpanGroup = {
    parent,
    rows,
    service: columns.service[rows[0]],
    name: columns.name[rows[0]],
    start: columns.start[rows[0]],
    end: 0,
    total: 0,
    min: 0,
    median: 0,
    p95: 0,
    max: 0,
    errors: 0,
    isSequential: true,
  };
  for (const [index, row] of rows.entries()) {
    const start = columns.start[row];
    if (start < group.end) group.isSequential = false;
    durations[index] = columns.duration[row];
    group.end = Math.max(group.end, start + durations[index]);
    group.total += durations[index];
    if (columns.status[row] === Status.error) group.errors++;
  }
  durations.sort();
  group.min = durations[0];
  group.median = quantile(durations, 0.5);
  group.p95 = quantile(durations, 0.95);
  group.max = durations[durations.length - 1];
  return group;
}
