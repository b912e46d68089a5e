// Findings on a trace: what failed first, then what takes time, then what is odd about the data.

import type { TraceModel } from './columns';
import { bottleneck } from './findings/bottleneck';
import { repeatedCalls, serialCalls } from './findings/calls';
import { clockSkew, missingParents } from './findings/data';
import { errorOrigin } from './findings/errors';
import type { Finding } from './findings/finding';
import { findGroups, type Groups } from './groups';

export { type Finding, type FindingKind, sentence } from './findings/finding';

export function findings(model: TraceModel, groups: Groups = findGroups(model)): Finding[] {
  const aboutTime = [...repeatedCalls(model, groups), ...bottleneck(model), ...serialCalls(model, groups)];
  return [
    ...errorOrigin(model),
    ...aboutTime.sort((a, b) => b.share - a.share),
    ...missingParents(model),
    ...clockSkew(model),
  ];
}
