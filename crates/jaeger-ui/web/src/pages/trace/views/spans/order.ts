// Rows in the order of one column.

import type { AttributeColumn } from '../../../../api/source';
import type { TraceModel } from '../../../../model/columns';

const collator = new Intl.Collator('en', { numeric: true });

/** For each text its place in the alphabet; numbers in texts count as numbers. */
function ranks(texts: readonly string[]): Uint32Array {
  const order = Uint32Array.from(texts.keys()).sort((a, b) => collator.compare(texts[a], texts[b]) || a - b);
  const rank = new Uint32Array(texts.length);
  for (const [place, text] of order.entries()) rank[text] = place;
  return rank;
}

/** What to compare rows by; below 0 is for rows without a value. */
export function sortKey(
  { columns, derived }: TraceModel,
  column: string,
  attribute?: AttributeColumn,
): (row: number) => number {
  const byText = (texts: readonly string[], index: ArrayLike<number>) => {
    const rank = ranks(texts);
    return (row: number) => (index[row] < 0 ? -1 : rank[index[row]]);
  };
  if (attribute) return byText(attribute.values, attribute.index);
  switch (column) {
    case 'service':
      return byText(columns.services, columns.service);
    case 'name':
      return byText(columns.names, columns.name);
    case 'badge': {
      const byBadge = byText(columns.badges, columns.badge);
      return (row) => (columns.badge[row] === 0 ? -1 : byBadge(row));
    }
    case 'kind':
      return (row) => columns.kind[row];
    case 'status':
      return (row) => columns.status[row];
    case 'duration':
      return (row) => columns.duration[row];
    case 'self':
      return (row) => derived.self[row];
    case 'events':
      return (row) => columns.events[row];
    case 'id':
      return (row) => columns.spanId[2 * row] * 2 ** 32 + columns.spanId[2 * row + 1];
    default:
      return (row) => columns.start[row];
  }
}

/** Rows without a value stand last in either order, equal ones in the order of the trace. */
export function sortRows(rows: Uint32Array, key: (row: number) => number, descending: boolean): number[] {
  const keys = Float64Array.from(rows, key);
  const sign = descending ? -1 : 1;
  const order = Uint32Array.from(rows.keys()).sort((a, b) => {
    const [left, right] = [keys[a], keys[b]];
    if (left === right) return a - b;
    if (left < 0 || right < 0) return left < 0 ? 1 : -1;
    return sign * (left - right);
  });
  return Array.from(order, (place) => rows[place]);
}

export function allRows(count: number): Uint32Array {
  return Uint32Array.from({ length: count }, (_, row) => row);
}
