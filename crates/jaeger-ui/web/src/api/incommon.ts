// What sets some of the traces that a search finds apart from the rest of them.

import type { TraceSearch } from '../model/query/toQuery';
import { isRecord, postJson } from './client';
import { searchParams } from './search';

/** All that is said must hold. */
export interface Selection {
  traceIds?: readonly string[];
  errors?: boolean;
  /** Nanoseconds as text. */
  startMin?: string;
  startMax?: string;
  durationMin?: string;
  durationMax?: string;
}

export const FOUND_KINDS = ['attribute', 'failing-span', 'service', 'name', 'scope'] as const;
export type FoundKind = (typeof FOUND_KINDS)[number];

export interface Found {
  kind: FoundKind;
  /** Of a span: its service. */
  key: string;
  value: string;
  /** Traces on each side that say so. */
  selected: number;
  rest: number;
  /** It says again what the selection was made by. */
  defining: boolean;
}

export interface InCommon {
  selected: number;
  rest: number;
  truncated: boolean;
  /** The clearest first. */
  found: Found[];
}

export function getInCommon(search: TraceSearch, selection: Selection, signal?: AbortSignal): Promise<InCommon> {
  return postJson('api/ui/v1/in-common', { search: String(searchParams(search)), selection }, decodeInCommon, signal);
}

export function decodeInCommon(reply: unknown): InCommon {
  if (!isRecord(reply)) throw new Error('not an object');
  return {
    selected: number(reply.selected),
    rest: number(reply.rest),
    truncated: reply.truncated === true,
    found: Array.isArray(reply.found) ? reply.found.flatMap(decodeFound) : [],
  };
}

function decodeFound(value: unknown): Found[] {
  if (!isRecord(value) || typeof value.key !== 'string' || typeof value.value !== 'string') return [];
  const kind = FOUND_KINDS.find((known) => known === value.kind);
  if (!kind) return [];
  return [
    {
      kind,
      key: value.key,
      value: value.value,
      selected: number(value.selected),
      rest: number(value.rest),
      defining: value.defining === true,
    },
  ];
}

function number(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : 0;
}
