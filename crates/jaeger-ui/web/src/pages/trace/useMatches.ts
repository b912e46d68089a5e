// What find box, pills and service filter keep of a trace.

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';

import type { Columns } from '../../model/columns';
import { hiddenRows, matchingRows, quickTest } from '../../model/filter';
import type { RowTest } from '../../model/filter';
import { prune } from '../../model/pruned';
import type { Pruned } from '../../model/pruned';
import { decodeSvcFilter } from '../../url/svcFilter';
import type { TraceState } from '../../url/trace';
import { useSpanCondition } from './spanCondition';
import type { SpanCondition } from './spanCondition';
import type { OpenTrace } from './view';

export interface Matches {
  /** Rows in which the text of the find box is found; null without a text, or while it is looked for. */
  found: Uint32Array | null;
  isFinding: boolean;
  findError: unknown;
  /** Rows that everything set keeps, in order; null when nothing is set. */
  rows: Uint32Array | null;
  /** The same as a 1 for each row that is kept. */
  kept: Uint8Array | undefined;
  /** Not 0 for rows that are left out, in the mode that leaves out. */
  hidden: Uint8Array | undefined;
  /** The services whose spans are kept; undefined for all. */
  services: ReadonlySet<string> | undefined;
  /** The services that are not left out; undefined for all. */
  shown: ReadonlySet<string> | undefined;
  pruned: Pruned | undefined;
  /** The address names services of another trace, so that it was not followed. */
  isServiceFilterStale: boolean;
  condition: SpanCondition;
}

export function useMatches(trace: OpenTrace, traceKey: string, state: TraceState): Matches {
  const { model } = trace;
  const text = state.uiFind?.trim() ?? '';
  const found = useQuery({
    queryKey: ['trace-find', traceKey, text],
    queryFn: ({ signal }) => trace.find(text, signal),
    enabled: text !== '',
    placeholderData: keepPreviousData,
    structuralSharing: false,
    gcTime: 30_000,
  });
  const foundRows = text === '' ? null : (found.data ?? null);
  const services = useMemo(() => {
    const known = new Set(state.services?.filter((service) => model.columns.services.includes(service)));
    return known.size === 0 ? undefined : known;
  }, [model, state.services]);
  const filter = useMemo(
    () => (state.svcFilter === undefined ? undefined : decodeSvcFilter(model.columns.services, state.svcFilter)),
    [model, state.svcFilter],
  );
  const shown = typeof filter === 'object' ? filter.shown : undefined;
  const pruned = useMemo(() => (shown === undefined ? undefined : prune(model, shown)), [model, shown]);

  const condition = useSpanCondition(trace, traceKey, state.filter);

  const pills = state.pills.join();
  const kept = useMemo(() => {
    const quick = quickTest(model, {
      errors: pills.includes('errors'),
      critical: pills.includes('critical'),
      slow: pills.includes('slow'),
      services,
    });
    const isThere = pruned && ((row: number) => pruned.rows[row] === 0);
    return keptRows(model.columns, [isThere, quick, condition.test], foundRows);
  }, [model, pills, services, pruned, condition.test, foundRows]);
  const rows = useMemo(() => (kept === undefined ? null : rowsOf(kept)), [kept]);
  const hidden = useMemo(
    () => (kept === undefined || state.filterMode === 'dim' ? undefined : hiddenRows(model.columns, kept)),
    [model, kept, state.filterMode],
  );
  return {
    found: foundRows,
    isFinding: text !== '' && found.isFetching,
    findError: found.error,
    rows,
    kept,
    hidden,
    services,
    shown,
    pruned,
    isServiceFilterStale: filter === 'stale',
    condition,
  };
}

function keptRows(
  columns: Columns,
  tests: (RowTest | undefined)[],
  found: Uint32Array | null,
): Uint8Array | undefined {
  const set = tests.filter((test) => test !== undefined);
  if (set.length === 0 && found === null) return undefined;
  const passes: RowTest = (row) => set.every((test) => test(row));
  if (found === null) return matchingRows(columns, passes);
  const kept = new Uint8Array(columns.count);
  for (const row of found) if (passes(row)) kept[row] = 1;
  return kept;
}

function rowsOf(kept: Uint8Array): Uint32Array {
  let total = 0;
  for (const one of kept) total += one;
  const rows = new Uint32Array(total);
  for (let row = 0, at = 0; row < kept.length; row++) if (kept[row] === 1) rows[at++] = row;
  return rows;
}
