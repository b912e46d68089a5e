// What the find box looks for, and the search for it in a document.
//
// Terms stand apart by blanks and are ORed; "quotes" keep blanks. A term is looked for within service, name, and
// `key=value` of the attributes of span, resource and events, in any case. The name of an event is its attribute
// `event`, and the fields of the span are attributes as well, such as `error=true`. A span id counts as a whole.
// `-key` takes that key out of the search.

import { type Columns, spanIdOf } from './columns';
import type { PairTable } from './pairs';

export interface FindTerms {
  /** In lower case. */
  terms: string[];
  /** Keys in lower case. */
  excluded: string[];
}

export function parseFind(text: string): FindTerms {
  const found: FindTerms = { terms: [], excluded: [] };
  for (const [, minus, quoted, bare] of text.toLowerCase().matchAll(/(-?)(?:"([^"]*)"?|([^\s"]\S*))/g)) {
    const term = quoted ?? bare;
    if (term === '' || (minus === '' && term === '-')) continue;
    if (minus === '-') found.excluded.push(term);
    else found.terms.push(term);
  }
  return found;
}

/** Rows that hold one of the terms, in order. */
export function findRows(columns: Columns, pairs: PairTable, text: string): Uint32Array {
  const { terms, excluded } = parseFind(text);
  if (terms.length === 0) return new Uint32Array(0);
  const holds = (candidate: string) => terms.some((term) => candidate.includes(term));
  const services = columns.services.map((service) => holds(service.toLowerCase()));
  const names = columns.names.map((name) => holds(name.toLowerCase()));
  const matching = pairs.matching(holds, new Set(excluded));
  const ids = new Set(terms.filter((term) => /^[0-9a-f]{1,16}$/.test(term)).map((term) => term.padStart(16, '0')));
  const rows: number[] = [];
  for (let row = 0; row < columns.count; row++) {
    if (
      services[columns.service[row]]
      || names[columns.name[row]]
      || pairs.rowHas(row, matching)
      || (ids.size > 0 && ids.has(spanIdOf(columns, row)))
    ) {
      rows.push(row);
    }
  }
  return Uint32Array.from(rows);
}
