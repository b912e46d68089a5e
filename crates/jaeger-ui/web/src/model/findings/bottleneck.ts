// The span whose own work on the critical path takes the most time.

import type { TraceModel } from '../columns';
import { duration, percent } from '../format';
import type { Finding } from './finding';
import { spanLink } from './name';

/** Somebody is always the largest; it is worth a sentence when it is most of the wait. */
const MINIMUM = 0.5;
/** In a trace of one or two spans there is nothing to find. */
const MINIMUM_SPANS = 3;

export function bottleneck(model: TraceModel): Finding[] {
  const { columns, derived } = model;
  if (columns.count < MINIMUM_SPANS || columns.durationNano <= 0) return [];
  let row = 0;
  for (let other = 1; other < columns.count; other++) {
    if (derived.onCritical[other] > derived.onCritical[row]) row = other;
  }
  const own = derived.onCritical[row];
  const share = own / columns.durationNano;
  if (share < MINIMUM) return [];
  const what = derived.children[row] === 0 ? '' : ' in its own code';
  return [{
    kind: 'bottleneck',
    severity: 'hint',
    parts: [`${percent(share)} of the time is `, spanLink(model, row), `: ${duration(own)}${what}.`],
    rows: Uint32Array.of(row),
    share,
  }];
}
