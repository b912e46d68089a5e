// The critical path: the spans that, had they been shorter, would have let the trace end sooner.
//
// From the end of a span one walks back: its child that finished last is on the path down to that child's start, then
// the child that finished last before, and so on; in between, the span itself. Children that reach beyond their
// parent are cut to it, and what a message set off in a consumer is not waited for. Several roots count as the
// children of one span that is not drawn: the path ends with the root that ends last, and before its start goes on
// with the root that had run longest by then.

import { type Columns, type Derived, Kind } from './columns';

export function criticalPath(columns: Columns, subtree: Uint32Array): Derived['critical'] {
  const walk = new Walk(columns, subtree);
  for (const { root, until } of rootsOnPath(columns)) walk.from(root, until);
  return walk.path();
}

/** The roots on the path from the last to the first, each with the time up to which it counts. */
function rootsOnPath({ parent, start, duration, count }: Columns): { root: number; until: number }[] {
  const roots: number[] = [];
  for (let row = 0; row < count; row++) if (parent[row] < 0) roots.push(row);
  const end = (row: number) => start[row] + duration[row];
  roots.sort((a, b) => end(b) - end(a) || start[a] - start[b]);
  const found: { root: number; until: number }[] = [];
  let time = Number.POSITIVE_INFINITY;
  for (let next = 0; next < roots.length; ) {
    time = Math.min(time, end(roots[next]));
    let longest = roots[next];
    for (; next < roots.length && end(roots[next]) >= time; next++) {
      if (start[roots[next]] < start[longest]) longest = roots[next];
    }
    if (start[longest] >= time) continue;
    found.push({ root: longest, until: time });
    time = start[longest];
  }
  return found;
}

/** One walk over a trace; the stack is its own, so depth costs nothing. */
class Walk {
  readonly #columns: Columns;
  readonly #subtree: Uint32Array;
  /** Start and end within the parent, of rows whose parent was met. */
  readonly #from: Float64Array;
  readonly #to: Float64Array;
  /** Parts of the path, from the last to the first. */
  readonly #rows: number[] = [];
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];

  constructor(columns: Columns, subtree: Uint32Array) {
    this.#columns = columns;
    this.#subtree = subtree;
    this.#from = columns.start.slice();
    this.#to = new Float64Array(columns.count);
  }

  from(root: number, until: number): void {
    this.#to[root] = until;
    const rows = [root];
    const times = [until];
    const waiting = [this.#children(root)];
    while (rows.length > 0) {
      const top = rows.length - 1;
      const child = this.#lastBefore(waiting[top], times[top]);
      if (child < 0) {
        this.#add(rows[top], this.#from[rows[top]], times[top]);
        rows.pop();
        times.pop();
        waiting.pop();
        continue;
      }
      this.#add(rows[top], this.#to[child], times[top]);
      times[top] = this.#from[child];
      rows.push(child);
      times.push(this.#to[child]);
      waiting.push(this.#children(child));
    }
  }

  path(): Derived['critical'] {
    return {
      row: Uint32Array.from(this.#rows.reverse()),
      start: Float64Array.from(this.#starts.reverse()),
      end: Float64Array.from(this.#ends.reverse()),
    };
  }

  #add(row: number, from: number, to: number): void {
    if (to <= from) return;
    this.#rows.push(row);
    this.#starts.push(from);
    this.#ends.push(to);
  }

  /** Takes children from the end of the list up to one that ended by `time`; -1 for none. */
  #lastBefore(children: number[], time: number): number {
    for (;;) {
      const child = children.pop();
      if (child === undefined) return -1;
      if (this.#to[child] <= time) return child;
    }
  }

  /** Children that the span waited for, cut to it, by their end. */
  #children(row: number): number[] {
    const { start, duration, kind } = this.#columns;
    const children: number[] = [];
    const end = row + this.#subtree[row];
    const isProducer = kind[row] === Kind.producer;
    for (let child = row + 1; child < end; child += this.#subtree[child]) {
      if (isProducer && kind[child] === Kind.consumer) continue;
      const from = Math.max(start[child], this.#from[row]);
      const to = Math.min(start[child] + duration[child], this.#to[row]);
      if (from > to) continue;
      this.#from[child] = from;
      this.#to[child] = to;
      children.push(child);
    }
    // By start they mostly stand by end as well, which the sort makes use of.
    return children.sort((a, b) => this.#to[a] - this.#to[b] || this.#from[a] - this.#from[b]);
  }
}
