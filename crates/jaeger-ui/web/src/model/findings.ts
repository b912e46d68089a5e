// Findings on a trace: what failed first, then what takes time, then what is odd about the data.

import type { TraceModel } from './columns';
import { bottleneck } from './findings/bottleneck';
import { findLoops, repeatedCalls, serialCalls } from './findings/calls';
import { clockSkew, missingParents } from './findings/data';
import { errorOrigin } from './findings/errors';
import type { Finding } from './findings/finding';

export { type Finding, type FindingKind, sentence } from './findings/finding';

export function findings(model: TraceModel): Finding[] {
  const loops = findLoops(model);
  const aboutTime = [...repeatedCalls(model, loops), ...bottleneck(model), ...serialCalls(model, loops)];
  return [
    ...errorOrigin(model),
    ...aboutTime.sort((a, b) => b.share - a.share),
    ...missingParents(model),
    ...clockSkew(model),
  ];
}
