// The order of a table as one word of an address: `calls` or, largest first, `-calls`.

import type { TableSort } from './types';

export function readSort(text: string | undefined): TableSort | undefined {
  if (!text) return undefined;
  return text.startsWith('-') ? { column: text.slice(1), descending: true } : { column: text, descending: false };
}

/** `otherwise` for what is no column of the table. */
export function readSortOf(text: string | undefined, columns: readonly string[], otherwise: TableSort): TableSort {
  const sort = readSort(text);
  return sort !== undefined && columns.includes(sort.column) ? sort : otherwise;
}

export function writeSort({ column, descending }: TableSort): string {
  return descending ? `-${column}` : column;
}
