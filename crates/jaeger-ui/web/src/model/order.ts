// The order of rows: roots by start, below each span its children by start. No recursion: a chain of a million spans
// is as good as a flat trace.

/** Compares two spans by start, then by id. */
export type Compare = (a: number, b: number) => number;

/**
 * Cuts cycles: the first span of each, in the order of `compare`, loses its parent. `parent` is changed in place.
 * Returns a mark for each span that was cut.
 */
export function cutCycles(parent: Int32Array, compare: Compare): Uint8Array {
  const count = parent.length;
  const isCut = new Uint8Array(count);
  // The walk in which a span was first met, from 1.
  const walk = new Uint32Array(count);
  for (let first = 0; first < count; first++) {
    let span = first;
    while (span >= 0 && walk[span] === 0) {
      walk[span] = first + 1;
      span = parent[span];
    }
    if (span < 0 || walk[span] !== first + 1) continue;
    const start = span;
    let cut = start;
    for (let member = parent[start]; member !== start; member = parent[member]) {
      if (compare(member, cut) < 0) cut = member;
    }
    parent[cut] = -1;
    isCut[cut] = 1;
  }
  return isCut;
}

/** The places of all spans in the order of rows. `parent` has no cycles. */
export function rowOrder(parent: Int32Array, compare: Compare): Uint32Array {
  const count = parent.length;
  const sorted = new Uint32Array(count);
  for (let span = 0; span < count; span++) sorted[span] = span;
  sorted.sort(compare);

  // Children of a span stand together, by start; those of no span (the roots) first.
  const end = new Uint32Array(count + 2);
  for (let span = 0; span < count; span++) end[parent[span] + 2]++;
  for (let slot = 1; slot < end.length; slot++) end[slot] += end[slot - 1];
  const children = new Uint32Array(count);
  const next = end.slice(0, count + 1);
  for (const span of sorted) children[next[parent[span] + 1]++] = span;

  const order = new Uint32Array(count);
  const stack = new Uint32Array(count);
  let height = 0;
  const push = (slot: number) => {
    for (let index = end[slot + 1] - 1; index >= end[slot]; index--) stack[height++] = children[index];
  };
  if (count > 0) push(0);
  for (let row = 0; row < count; row++) {
    const span = stack[--height];
    order[row] = span;
    push(span + 1);
  }
  return order;
}
