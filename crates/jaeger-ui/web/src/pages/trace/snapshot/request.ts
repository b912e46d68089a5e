// What of an open trace is to be saved as one HTML file: taken down when it is asked for, written elsewhere.

import { href } from '../../../api/client';
import { findings, sentence } from '../../../model/findings';
import type { SnapshotFacts } from '../../../model/snapshot/facts';
import { linesOf } from '../../../model/snapshot/lines';
import type { SnapshotLine } from '../../../model/snapshot/lines';
import { traceHref } from '../../../url/trace';
import { rootOf } from '../facts';
import type { OpenTrace } from '../view';
import type { Work } from '../work';

export interface SnapshotRequest extends Pick<SnapshotFacts, 'service' | 'name' | 'rows' | 'root' | 'address'> {
  trace: OpenTrace;
  lines: readonly SnapshotLine[];
  /** Takes a while in a very large trace. */
  findings(): SnapshotFacts['findings'];
}

/** The rows as they are now folded and filtered. */
export function snapshotRequest(work: Work): SnapshotRequest {
  const { trace, model, state, codes, rules, folded, gaps, matches, root } = work;
  const path = traceHref(model.columns.traceId, { raw: state.raw });
  return {
    ...rootOf(model),
    trace,
    rows: codes.length,
    root,
    lines: linesOf(model, { codes, rules, groups: folded, gaps, pruned: matches.pruned, root }),
    address: trace.isUpload ? undefined : new URL(href(path), window.location.href).href,
    findings: () => findings(model).map((found) => ({ text: sentence(found), isProblem: found.severity === 'problem' })),
  };
}
