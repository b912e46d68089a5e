// What rows in sight show of their spans' attributes: for how many spans one stands, and whom one calls that sends no
// spans itself. Only few spans have either, and only those are asked for.

import { useEffect, useState } from 'react';

import { Flag, Kind, spanIdOf } from '../../../model/columns';
import type { TraceModel } from '../../../model/columns';
import { clip } from '../../../model/format';
import { summaryOf } from '../../../model/groupsSummary';
import type { SpanSummary } from '../../../model/groupsSummary';
import { rowIndex, rowType, RowType } from '../../../model/rows';
import { attributeText } from '../../../model/value';
import type { Work } from '../work';

export interface Carried {
  summary: SpanSummary | undefined;
  /** Empty when it is not said. */
  peer: string;
}

export type CarriedByRow = ReadonlyMap<number, Carried>;

const NONE: CarriedByRow = new Map();
const NOTHING: Carried = { summary: undefined, peer: '' };
/** Rows that are kept; those in sight are far fewer. */
const MOST_KEPT = 2000;

/** `first` and `end` are the places of the rows in sight. */
export function useCarried({ trace, model, codes }: Work, first: number, end: number): CarriedByRow {
  const [known, setKnown] = useState(NONE);
  useEffect(() => {
    const rows = new Map<string, number>();
    for (const code of codes.subarray(first, end)) {
      const row = rowIndex(code);
      if (rowType(code) === RowType.span && carriesSome(model, row) && !known.has(row)) rows.set(spanIdOf(model.columns, row), row);
    }
    if (rows.size === 0) return;
    const abort = new AbortController();
    trace.spans([...rows.keys()], abort.signal).then(
      (spans) => {
        const next = new Map(known.size > MOST_KEPT ? NONE : known);
        // What was not found is not asked for again.
        for (const row of rows.values()) next.set(row, NOTHING);
        for (const { spanId, attributes } of spans) {
          const row = rows.get(spanId);
          if (row === undefined) continue;
          next.set(row, {
            summary: summaryOf(attributes),
            peer: clip(attributeText(attributes, 'peer.service', 'server.address', 'net.peer.name')),
          });
        }
        setKnown(next);
      },
      // The rows say enough without it.
      () => undefined,
    );
    return () => abort.abort();
  }, [trace, model, codes, first, end, known]);
  return known;
}

function carriesSome({ columns, derived }: TraceModel, row: number): boolean {
  if ((columns.flags[row] & Flag.summary) !== 0) return true;
  return derived.children[row] === 0 && (columns.kind[row] === Kind.client || columns.kind[row] === Kind.producer);
}
