// What an engineer says first of two traces: which is slower, where the time went, and what else differs.

import type { TraceModel } from './columns';
import type { DiffNode } from './diff';

export interface CompareSummary {
  /** ns by which B takes longer. */
  delta: number;
  /** The service and span name in which most of it was spent. */
  cause?: { service: string; name: string; delta: number; share: number };
  /** Paths that only one of them has. */
  onlyA: number;
  onlyB: number;
  /** Paths with more or fewer spans. */
  recounted: number;
  errorsA: number;
  errorsB: number;
}

/** A smaller difference, as a share of the longer trace, is not worth a reason. */
const SAID = 0.05;
/** A smaller part of the difference explains nothing. */
const EXPLAINS = 0.2;

export function summarizeDiff(a: TraceModel, b: TraceModel, nodes: readonly DiffNode[]): CompareSummary {
  const delta = b.columns.durationNano - a.columns.durationNano;
  const count = (change: DiffNode['change'][]) => nodes.filter((node) => change.includes(node.change)).length;
  return {
    delta,
    cause: causeOf(delta, Math.max(a.columns.durationNano, b.columns.durationNano), nodes),
    onlyA: count(['removed']),
    onlyB: count(['added']),
    recounted: count(['more', 'fewer']),
    errorsA: a.derived.errors.length,
    errorsB: b.derived.errors.length,
  };
}

/** Self times, because a caller that waits is slower through no fault of its own. */
function causeOf(delta: number, longer: number, nodes: readonly DiffNode[]): CompareSummary['cause'] {
  if (Math.abs(delta) < longer * SAID) return undefined;
  const sums = new Map<string, { service: string; name: string; delta: number }>();
  for (const { service, name, a, b } of nodes) {
    const key = `${service.length} ${service}${name}`;
    const known = sums.get(key) ?? { service, name, delta: 0 };
    known.delta += b.self - a.self;
    sums.set(key, known);
  }
  const sign = Math.sign(delta);
  let found: { service: string; name: string; delta: number } | undefined;
  for (const sum of sums.values()) if (sum.delta * sign > (found?.delta ?? 0) * sign) found = sum;
  if (found === undefined) return undefined;
  // What ran side by side may sum to more than the whole.
  const share = Math.min(1, found.delta / delta);
  return share < EXPLAINS ? undefined : { ...found, share };
}
