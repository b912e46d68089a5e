// A trace as a list of results shows it.

import { Flag, type TraceModel } from './columns';

export interface Summary {
  traceId: string;
  rootService: string;
  rootName: string;
  startUnixNano: bigint;
  durationNano: number;
  spans: number;
  errors: number;
  /** Spans whose parent is missing. */
  orphans: number;
  services: { name: string; spans: number; errors: number }[];
}

export function summarize({ columns, derived }: TraceModel): Summary {
  const root = mainRoot({ columns, derived });
  let orphans = 0;
  for (const row of derived.roots) if ((columns.flags[row] & Flag.missingParent) !== 0) orphans++;
  return {
    traceId: columns.traceId,
    rootService: root < 0 ? '' : columns.services[columns.service[root]],
    rootName: root < 0 ? '' : columns.names[columns.name[root]],
    startUnixNano: columns.startUnixNano,
    durationNano: columns.durationNano,
    spans: columns.count,
    errors: derived.errors.length,
    orphans,
    services: columns.services
      .map((name, service) => ({
        name,
        spans: derived.byService.spans[service],
        errors: derived.byService.errors[service],
      }))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
  };
}

/** The root that names the trace: the first that misses no parent, or else the first; -1 without spans. */
export function mainRoot({ columns, derived }: TraceModel): number {
  const whole = derived.roots.find((row) => (columns.flags[row] & Flag.missingParent) === 0);
  return whole ?? derived.roots[0] ?? -1;
}
