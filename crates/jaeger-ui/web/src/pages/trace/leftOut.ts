// Services that a reader never wants to see, such as proxies: left out of every trace that has them.

import { useEffect } from 'react';

import { readStoredJson, writeStored } from '../../app/storage';
import { toast } from '../../ui/toast';
import { encodeSvcFilter } from '../../url/svcFilter';
import type { Work } from './work';

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

/** An address that says nothing of services gets the default, so that a copied link shows what was seen. */
export function useLeftOutByDefault({ model, state, set }: Work): void {
  useEffect(() => {
    if (state.svcFilter !== undefined) return;
    const filter = filterByDefault(model.columns.services);
    if (filter !== undefined) set({ svcFilter: filter });
    // Only when the trace is opened.
  }, []);
}
