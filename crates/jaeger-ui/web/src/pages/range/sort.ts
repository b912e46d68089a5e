// The order of a table as one word of an address: `calls` or, largest first, `-calls`.

import type { TableSort } from '../../ui/DataTable';

export function readSort(text: string | undefined): TableSort | undefined {
  if (!text) return undefined;
  return text.startsWith('-') ? { column: text.slice(1), descending: true } : { column: text, descending: false };
}

export function writeSort({ column, descending }: TableSort): string {
  return descending ? `-${column}` : column;
}
