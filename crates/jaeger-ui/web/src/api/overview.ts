// Figures over all traces that a search finds, not over its first page alone.

import type { TraceSearch } from '../model/query/toQuery';
import { getJson, isRecord } from './client';
import { searchParams } from './search';

export interface HeatCell {
  column: number;
  row: number;
  traces: number;
  failed: number;
}

export interface FacetValue {
  value: string;
  traces: number;
  failed: number;
}

/** The values of an attribute that somebody chose to see. */
export interface AttributeFacet {
  /** As it was asked for. */
  key: string;
  /** The traces that were looked at: the newest. */
  of: number;
  /** Values that were counted and are not shown. */
  others: number;
  /** Neither all traces were looked at nor all values counted, or one of the two. */
  truncated: boolean;
  values: FacetValue[];
}

export interface Overview {
  traces: number;
  failed: number;
  /** There are more; the figures are those of the newest. */
  truncated: boolean;
  /** Nanoseconds. */
  p50: number;
  p95: number;
  startUnixNano: bigint;
  endUnixNano: bigint;
  columns: number;
  /** The least duration of each row, and at last what no trace reaches. */
  rowBounds: number[];
  cells: HeatCell[];
  facets: Record<'service' | 'operation' | 'status', FacetValue[]>;
}

export function getOverview(search: TraceSearch, signal?: AbortSignal): Promise<Overview> {
  return getJson(`api/ui/v1/overview?${searchParams(search)}`, decodeOverview, signal);
}

/** How many traces have each value of an attribute, for a few attributes. */
export function getAttributeFacets(search: TraceSearch, keys: readonly string[], signal?: AbortSignal): Promise<AttributeFacet[]> {
  const params = searchParams(search);
  for (const key of keys) params.append('facet', key);
  return getJson(`api/ui/v1/overview?${params}`, decodeAttributeFacets, signal);
}

export function decodeAttributeFacets(reply: unknown): AttributeFacet[] {
  const facets = isRecord(reply) && isRecord(reply.facets) ? reply.facets : {};
  return list(facets.attributes).flatMap((one) =>
    isRecord(one) && typeof one.key === 'string'
      ? [
          {
            key: one.key,
            of: number(one.of),
            others: number(one.others),
            truncated: one.truncated === true,
            values: values(one.values),
          },
        ]
      : [],
  );
}

export function decodeOverview(reply: unknown): Overview {
  if (!isRecord(reply)) throw new Error('not an object');
  const heat = isRecord(reply.heat) ? reply.heat : {};
  const facets = isRecord(reply.facets) ? reply.facets : {};
  const columns = Math.max(1, number(heat.columns));
  const rowBounds = list(heat.rowBounds).map(number);
  return {
    traces: number(reply.traces),
    failed: number(reply.failed),
    truncated: reply.truncated === true,
    p50: number(reply.p50),
    p95: number(reply.p95),
    startUnixNano: nano(reply.start),
    endUnixNano: nano(reply.end),
    columns,
    rowBounds,
    cells: list(heat.cells).flatMap((cell) => decodeCell(cell, columns, rowBounds.length - 1)),
    facets: { service: values(facets.service), operation: values(facets.operation), status: values(facets.status) },
  };
}

function decodeCell(value: unknown, columns: number, rows: number): HeatCell[] {
  const [column, row, traces, failed] = list(value).map(number);
  return column < columns && row < rows && traces > 0 ? [{ column, row, traces, failed }] : [];
}

function values(value: unknown): FacetValue[] {
  return list(value).flatMap((one) =>
    isRecord(one) && typeof one.value === 'string'
      ? [{ value: one.value, traces: number(one.traces), failed: number(one.failed) }]
      : [],
  );
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function number(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : 0;
}

function nano(value: unknown): bigint {
  return typeof value === 'string' && /^\d{1,20}$/.test(value) ? BigInt(value) : 0n;
}
