// Calls that one span makes one after another: the same call many times, and different ones that could overlap.

import { Kind, type TraceModel } from '../columns';
import { count, counted, duration, percent } from '../format';
import { type Finding, MINIMUM_SHARE } from './finding';
import { spanLink } from './name';

/** More of one kind are a list to read, not a finding. */
const MAX_FINDINGS = 3;
/** Fewer of one call are no habit. */
const MINIMUM_LOOP = 5;
/** Times that were rounded to microseconds overlap by less. */
const ROUNDING = 1000;

/** Calls below one span, in order. */
interface Loop {
  parent: number;
  rows: number[];
}

export interface Loops {
  list: Loop[];
  /** A 1 for each row that is in one of them. */
  has: Uint8Array;
}

/** The same call five times or more below one span, each after the one before; whatever runs below the calls. */
export function findLoops(model: TraceModel): Loops {
  const { columns, derived } = model;
  const loops: Loops = { list: [], has: new Uint8Array(columns.count) };
  for (let parent = 0; parent < columns.count; parent++) {
    if (derived.children[parent] < MINIMUM_LOOP) continue;
    for (const rows of equalCalls(model, parent)) {
      if (rows.length < MINIMUM_LOOP || !isOneByOne(model, rows)) continue;
      loops.list.push({ parent, rows });
      for (const row of rows) loops.has[row] = 1;
    }
  }
  return loops;
}

function equalCalls(model: TraceModel, parent: number): Iterable<number[]> {
  const { columns, derived } = model;
  const byName = new Map<number, number[]>();
  for (let child = parent + 1; child < parent + derived.subtree[parent]; child += derived.subtree[child]) {
    if (!isCall(model, child)) continue;
    const key = columns.name[child] * 0x1_0000 + columns.service[child];
    const rows = byName.get(key);
    if (rows === undefined) byName.set(key, [child]);
    else rows.push(child);
  }
  return byName.values();
}

function isOneByOne({ columns }: TraceModel, rows: readonly number[]): boolean {
  let end = Number.NEGATIVE_INFINITY;
  for (const row of rows) {
    if (columns.start[row] < end - ROUNDING) return false;
    end = Math.max(end, columns.start[row] + columns.duration[row]);
  }
  return true;
}

/** Loops that take time: as when each item of a list is asked for by itself. */
export function repeatedCalls(model: TraceModel, loops: Loops): Finding[] {
  const { columns } = model;
  return loops.list
    .map((loop) => ({ ...loop, total: loop.rows.reduce((sum, row) => sum + columns.duration[row], 0) }))
    .filter(({ total }) => total >= MINIMUM_SHARE * columns.durationNano && total > 0)
    .sort((a, b) => b.total - a.total)
    .slice(0, MAX_FINDINGS)
    .map(({ parent, rows, total }) => {
      const share = total / columns.durationNano;
      const parts = [
        `${count(rows.length)} calls of `,
        spanLink(model, rows[0]),
        ' one after another below ',
        spanLink(model, parent),
        ` take ${duration(total)}, ${percent(share)} of the time. One call for all may do.`,
      ];
      return { kind: 'repeated-calls', severity: 'hint', parts, rows: Uint32Array.from(rows), share };
    });
}

/** With fewer there is little to win. */
const MINIMUM_RUN = 3;
/** Between calls that need each other's answers there is mostly work; these leave at most this share of the run. */
const MAX_GAP_SHARE = 0.05;

/** Three calls or more below one span, each of which waits for the one before. */
export function serialCalls(model: TraceModel, loops: Loops): Finding[] {
  const { columns, derived } = model;
  const found: Finding[] = [];
  for (let parent = 0; parent < columns.count; parent++) {
    if (derived.children[parent] < MINIMUM_RUN) continue;
    for (const run of serialRuns(model, loops, parent)) {
      const finding = describe(model, parent, run);
      if (finding !== undefined) found.push(finding);
    }
  }
  return found.sort((a, b) => b.share - a.share).slice(0, MAX_FINDINGS);
}

/** Stretches of neighbouring calls of which none begins before the last has ended. */
function serialRuns(model: TraceModel, loops: Loops, parent: number): number[][] {
  const { columns, derived } = model;
  const end = (row: number) => columns.start[row] + columns.duration[row];
  const runs: number[][] = [];
  let run: number[] = [];
  let last = Number.NEGATIVE_INFINITY;
  for (let child = parent + 1; child < parent + derived.subtree[parent]; child += derived.subtree[child]) {
    // A run that overlaps anything else is not what the span waits for; equal calls are found elsewhere.
    const fits = isCall(model, child) && loops.has[child] === 0 && columns.start[child] >= last - ROUNDING;
    const follows = run.length === 0 || isClose(columns.start[child] - last, columns.duration[child]);
    if (!fits || !follows) {
      if (columns.start[child] < last - ROUNDING) run.pop();
      runs.push(run);
      run = fits ? [child] : [];
    } else {
      run.push(child);
    }
    last = Math.max(last, end(child));
  }
  runs.push(run);
  return runs.filter((rows) => rows.length >= MINIMUM_RUN);
}

function isClose(gap: number, length: number): boolean {
  return gap <= length * MAX_GAP_SHARE;
}

function describe(model: TraceModel, parent: number, run: number[]): Finding | undefined {
  const { columns, derived } = model;
  let [total, longest] = [0, 0];
  for (const row of run) {
    total += columns.duration[row];
    longest = Math.max(longest, columns.duration[row]);
  }
  if (!(total - longest >= MINIMUM_SHARE * columns.durationNano)) return undefined;
  let onCritical = 0;
  for (const row of run) {
    for (let below = row; below < row + derived.subtree[row]; below++) onCritical += derived.onCritical[below];
  }
  // Off the critical path nobody waits for them.
  const saving = Math.min(total, onCritical) - longest;
  const share = saving / columns.durationNano;
  if (!(share >= MINIMUM_SHARE)) return undefined;
  return {
    kind: 'serial-calls',
    severity: 'hint',
    parts: [
      `${counted(run.length, 'call')} below `,
      spanLink(model, parent),
      ' run one after another, from ',
      spanLink(model, run[0]),
      ' to ',
      spanLink(model, run[run.length - 1]),
      '. If they do not need each other, running them at once saves up to ',
      `${duration(saving)}, ${percent(share)} of the time.`,
    ],
    rows: Uint32Array.from(run),
    share,
  };
}

/** What is consumed was not asked for; it waits for nobody. */
function isCall({ columns }: TraceModel, row: number): boolean {
  if (columns.kind[row] === Kind.consumer) return false;
  return columns.kind[row] === Kind.client || columns.badge[row] > 0;
}
