// Which rows of a long list are in sight, for rows of one height.

/** Engines cut elements off above some 17 million pixels; taller lists are scrolled by a factor. */
const TALLEST = 15e6;
/** Rows drawn above and below those in sight. */
const SPARE = 6;

export interface RowWindow {
  first: number;
  /** Behind the last. */
  end: number;
  /** What the element that holds the rows measures. */
  height: number;
  /** Where a row stands in that element. */
  top(row: number): number;
}

export function rowWindow(rows: number, rowHeight: number, view: number, scrollTop: number): RowWindow {
  const full = rows * rowHeight;
  const height = Math.min(full, TALLEST);
  const factor = height > view && full > height ? (full - view) / (height - view) : 1;
  const offset = scrollTop * factor;
  const first = Math.max(0, Math.floor(offset / rowHeight) - SPARE);
  const end = Math.min(rows, Math.ceil((offset + view) / rowHeight) + SPARE);
  return { first, end, height, top: (row) => row * rowHeight - offset + scrollTop };
}

/** Where to scroll so that a row is in sight; undefined when it is. */
export function scrollTo(
  row: number,
  rows: number,
  rowHeight: number,
  view: number,
  scrollTop: number,
): number | undefined {
  const full = rows * rowHeight;
  const height = Math.min(full, TALLEST);
  const factor = height > view && full > height ? (full - view) / (height - view) : 1;
  const offset = scrollTop * factor;
  const top = row * rowHeight;
  if (top < offset) return top / factor;
  if (top + rowHeight > offset + view) return (top + rowHeight - view) / factor;
  return undefined;
}
