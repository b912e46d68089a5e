// The order of a table as the address has it: a column, with a minus in front for the largest first.

import type { TableSort } from '../../../ui/DataTable';

/** `otherwise` for what is no column of this table. */
export function readSort(text: string | undefined, columns: readonly string[], otherwise: TableSort): TableSort {
  if (text === undefined) return otherwise;
  const descending = text.startsWith('-');
  const column = descending ? text.slice(1) : text;
  return columns.includes(column) ? { column, descending } : otherwise;
}

export function writeSort({ column, descending }: TableSort): string {
  return descending ? `-${column}` : column;
}
