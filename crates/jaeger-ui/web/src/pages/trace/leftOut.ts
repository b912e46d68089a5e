// Services that a reader never wants to see, such as proxies: left out of every trace that has them.

import { useLayoutEffect, useRef } from 'react';

import { readStoredJson, writeStored } from '../../app/storage';
import type { Columns } from '../../model/columns';
import { toast } from '../../ui/toast';
import { decodeSvcFilter, encodeSvcFilter } from '../../url/svcFilter';
import type { TraceState } from '../../url/trace';
import type { OpenTrace, SetTrace } from './view';

/** Kept as Jaeger UI keeps them. */
const KEY = 'svcFilter.defaults';

interface Stored {
  prunedServices: string[];
}

export function saveLeftOut(services: readonly string[]): void {
  writeStored(KEY, services.length === 0 ? undefined : JSON.stringify({ prunedServices: services }));
  toast(services.length === 0 ? 'No service is left out by default' : 'Left out of traces from now on');
}

/** The filter to begin with; undefined when it would leave out nothing, or everything. */
export function filterByDefault(services: readonly string[]): string | undefined {
  const leftOut = new Set(readStoredJson(KEY, isStored)?.prunedServices);
  return encodeSvcFilter(services, new Set(services.filter((service) => !leftOut.has(service))));
}

function isStored(value: unknown): value is Stored {
  if (typeof value !== 'object' || value === null || !('prunedServices' in value)) return false;
  const { prunedServices } = value;
  return Array.isArray(prunedServices) && prunedServices.every((service) => typeof service === 'string');
}

/** The same services left out of a trace that has more of them by now; those that are new are shown. */
export function carriedFilter(filter: string, before: readonly string[], now: readonly string[]): string | undefined {
  const known = decodeSvcFilter(before, filter);
  if (typeof known !== 'object') return filter;
  return encodeSvcFilter(now, new Set(now.filter((service) => known.shown.has(service) || !before.includes(service))));
}

/**
 * An address that says nothing of services gets the default, so that a copied link shows what was seen. Once for each
 * trace: what the reader changes then stays, also when more spans come.
 */
export function useLeftOut(trace: OpenTrace | undefined, state: TraceState, set: SetTrace): void {
  const begun = useRef(new Set<string>());
  const last = useRef<Columns>(undefined);
  const columns = trace?.model.columns;
  useLayoutEffect(() => {
    if (columns === undefined || columns === last.current) return;
    const before = last.current;
    last.current = columns;
    if (state.svcFilter !== undefined) {
      if (before?.traceId === columns.traceId) {
        set({ svcFilter: carriedFilter(state.svcFilter, before.services, columns.services) });
      }
    } else if (!begun.current.has(columns.traceId)) {
      const filter = filterByDefault(columns.services);
      if (filter !== undefined) set({ svcFilter: filter });
    }
    begun.current.add(columns.traceId);
  }, [columns, state.svcFilter, set]);
}
