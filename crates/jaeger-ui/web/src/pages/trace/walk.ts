// The next span of some kind, seen from where the reader is.

/** The row after `from` (or before it), going on at the other end; -1 when there are none. Rows are in order. */
export function nextRow(rows: ArrayLike<number>, from: number, step: 1 | -1): number {
  if (rows.length === 0) return -1;
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rows[middle] < from) low = middle + 1;
    else high = middle;
  }
  // `low` is the first that is not before `from`.
  const at = step < 0 ? low - 1 : rows[low] === from ? low + 1 : low;
  return rows[(at + rows.length) % rows.length];
}
