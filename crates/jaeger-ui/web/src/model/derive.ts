// What follows from the columns, each in one pass over the rows.

import { type Columns, type Derived, Status, type TraceModel } from './columns';
import { criticalPath } from './critical';

export function toModel(columns: Columns): TraceModel {
  return { columns, derived: derive(columns) };
}

export function derive(columns: Columns): Derived {
  const { parent, count } = columns;
  const depth = depths(parent);
  const { subtree, children, errorsBelow } = sums(columns);
  const self = selfTimes(columns);
  const critical = criticalPath(columns, subtree);
  const onCritical = new Float64Array(count);
  for (let part = 0; part < critical.row.length; part++) {
    onCritical[critical.row[part]] += critical.end[part] - critical.start[part];
  }
  let maxDepth = 0;
  for (let row = 0; row < count; row++) if (depth[row] > maxDepth) maxDepth = depth[row];
  return {
    depth,
    subtree,
    children,
    self,
    errorsBelow,
    maxDepth,
    roots: rowsWhere(count, (row) => parent[row] < 0),
    errors: rowsWhere(count, (row) => columns.status[row] === Status.error),
    critical,
    onCritical,
    byService: sumByService(columns, self),
  };
}

function depths(parent: Int32Array): Uint16Array {
  const depth = new Uint16Array(parent.length);
  for (let row = 0; row < parent.length; row++) {
    if (parent[row] >= 0) depth[row] = Math.min(depth[parent[row]] + 1, 0xffff);
  }
  return depth;
}

/** Descendants stand below their ancestors, so the rows from the last to the first add up. */
function sums({ parent, status, count }: Columns): Pick<Derived, 'subtree' | 'children' | 'errorsBelow'> {
  const subtree = new Uint32Array(count).fill(1);
  const children = new Uint32Array(count);
  const errorsBelow = new Uint32Array(count);
  for (let row = count - 1; row >= 0; row--) {
    const above = parent[row];
    if (above < 0) continue;
    subtree[above] += subtree[row];
    children[above]++;
    errorsBelow[above] += errorsBelow[row] + (status[row] === Status.error ? 1 : 0);
  }
  return { subtree, children, errorsBelow };
}

/** Duration without the time in which at least one child ran. Children come by start. */
function selfTimes({ parent, start, duration, count }: Columns): Float64Array {
  const self = duration.slice();
  // Up to where the children met so far cover the span.
  const coveredTo = start.slice();
  for (let row = 0; row < count; row++) {
    const above = parent[row];
    if (above < 0) continue;
    const from = Math.max(start[row], coveredTo[above]);
    const to = Math.min(start[row] + duration[row], start[above] + duration[above]);
    if (to <= from) continue;
    self[above] -= to - from;
    coveredTo[above] = to;
  }
  // The sums of ends and differences may miss zero by a rounding step.
  for (let row = 0; row < count; row++) if (self[row] < 0) self[row] = 0;
  return self;
}

function rowsWhere(count: number, test: (row: number) => boolean): Uint32Array {
  let total = 0;
  for (let row = 0; row < count; row++) if (test(row)) total++;
  const rows = new Uint32Array(total);
  for (let row = 0, at = 0; row < count; row++) if (test(row)) rows[at++] = row;
  return rows;
}

function sumByService(columns: Columns, self: Float64Array): Derived['byService'] {
  const length = columns.services.length;
  const sum = { self: new Float64Array(length), spans: new Uint32Array(length), errors: new Uint32Array(length) };
  for (let row = 0; row < columns.count; row++) {
    const service = columns.service[row];
    sum.self[service] += self[row];
    sum.spans[service]++;
    if (columns.status[row] === Status.error) sum.errors[service]++;
  }
  return sum;
}
