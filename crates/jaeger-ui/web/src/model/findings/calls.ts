// Calls that one span makes one after another: the same call many times, and different ones that could overlap.

import { Kind, type TraceModel } from '../columns';
import { duration, percent } from '../format';
import type { Groups, SpanGroup } from '../groups';
import { type Finding, MINIMUM_SHARE } from './finding';
import { counted, spanLink } from './name';

/** The same call five times or more in a row below one span, as when each item of a list is asked for by itself. */
export function repeatedCalls(model: TraceModel, groups: Groups): Finding[] {
  const { columns } = model;
  const share = ({ total }: SpanGroup) => total / columns.durationNano;
  return groups.list
    .filter((group) => group.isSequential && isCall(model, group.rows[0]) && share(group) >= MINIMUM_SHARE)
    .sort((a, b) => b.total - a.total)
    .slice(0, MAX_FINDINGS)
    .map((group) => ({
      kind: 'repeated-calls',
      severity: 'hint',
      parts: [
        `${group.rows.length.toLocaleString('en')} calls of `,
        spanLink(model, group.rows[0]),
        ' one after another below ',
        spanLink(model, group.parent),
        ` take ${duration(group.total)}, ${percent(share(group))} of the time. One call for all may do.`,
      ],
      rows: group.rows,
      share: share(group),
    }));
}

/** More of one kind are a list to read, not a finding. */
const MAX_FINDINGS = 3;
/** With fewer there is little to win. */
const MINIMUM_RUN = 3;
/** Between calls that need each other's answers there is mostly work; these leave at most this share of the run. */
const MAX_GAP_SHARE = 0.05;

/** Three calls or more below one span, each of which waits for the one before. */
export function serialCalls(model: TraceModel, groups: Groups): Finding[] {
  const { columns, derived } = model;
  const found: Finding[] = [];
  for (let parent = 0; parent < columns.count; parent++) {
    if (derived.children[parent] < MINIMUM_RUN) continue;
    for (const run of serialRuns(model, groups, parent)) {
      const finding = describe(model, parent, run);
      if (finding !== undefined) found.push(finding);
    }
  }
  return found.sort((a, b) => b.share - a.share).slice(0, MAX_FINDINGS);
}

/** Stretches of neighbouring calls of which none begins before the last has ended. */
function serialRuns(model: TraceModel, groups: Groups, parent: number): number[][] {
  const { columns, derived } = model;
  const end = (row: number) => columns.start[row] + columns.duration[row];
  const runs: number[][] = [];
  let run: number[] = [];
  let last = Number.NEGATIVE_INFINITY;
  for (let child = parent + 1; child < parent + derived.subtree[parent]; child += derived.subtree[child]) {
    // A run that overlaps anything else is not what the span waits for; equal calls are found elsewhere.
    const fits = isCall(model, child) && groups.of[child] < 0 && columns.start[child] >= last;
    const follows = run.length === 0 || isClose(columns.start[child] - last, columns.duration[child]);
    if (!fits || !follows) {
      if (columns.start[child] < last) run.pop();
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
  const durations = run.map((row) => columns.duration[row]);
  const total = durations.reduce((sum, nanos) => sum + nanos, 0);
  const longest = durations.reduce((a, b) => Math.max(a, b));
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

function isCall({ columns }: TraceModel, row: number): boolean {
  return columns.kind[row] === Kind.client || columns.badge[row] > 0;
}
