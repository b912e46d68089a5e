// Two traces on one list of rows: spans that are the same call stand on the same row.
//
// Two spans match if their parents do, they have the same service and name, and they are the n-th of their kind
// below those parents.

import type { TraceModel } from './columns';

/** Arrays have one entry for each row; -1 where a trace has no span there. */
export interface Alignment {
  a: Int32Array;
  b: Int32Array;
  depth: Uint16Array;
  /** Rows on which both stand. */
  matched: number;
}

type Pair = [a: number, b: number, depth: number];

export function alignTraces(a: TraceModel, b: TraceModel): Alignment {
  const rows: Pair[] = [];
  const stack: Pair[] = [];
  const push = (pairs: Pair[]) => {
    for (let index = pairs.length - 1; index >= 0; index--) stack.push(pairs[index]);
  };
  const frames = new Frames();
  push(matchSiblings(frames, a, Array.from(a.derived.roots), b, Array.from(b.derived.roots), 0));
  let matched = 0;
  for (let pair = stack.pop(); pair !== undefined; pair = stack.pop()) {
    rows.push(pair);
    const [rowA, rowB, depth] = pair;
    if (rowA >= 0 && rowB >= 0) matched++;
    push(matchSiblings(frames, a, childrenOf(a, rowA), b, childrenOf(b, rowB), depth + 1));
  }
  return {
    a: Int32Array.from(rows, ([row]) => row),
    b: Int32Array.from(rows, ([, row]) => row),
    depth: Uint16Array.from(rows, ([, , depth]) => Math.min(depth, 0xffff)),
    matched,
  };
}

function childrenOf({ derived }: TraceModel, row: number): number[] {
  const children: number[] = [];
  if (row < 0 || derived.children[row] === 0) return children;
  for (let child = row + 1; child < row + derived.subtree[row]; child += derived.subtree[child]) children.push(child);
  return children;
}

/** In the order of A; what only B has stands before that of its later siblings which is matched first. */
function matchSiblings(
  frames: Frames,
  a: TraceModel,
  ofA: number[],
  b: TraceModel,
  ofB: number[],
  depth: number,
): Pair[] {
  const waiting = new Map<number, number[]>();
  for (let place = ofB.length - 1; place >= 0; place--) {
    const frame = frames.of(b, ofB[place]);
    const places = waiting.get(frame);
    if (places === undefined) waiting.set(frame, [place]);
    else places.push(place);
  }
  const partner = ofA.map((row) => waiting.get(frames.of(a, row))?.pop() ?? -1);
  const isTaken = new Uint8Array(ofB.length);
  for (const place of partner) if (place >= 0) isTaken[place] = 1;
  const pairs: Pair[] = [];
  let next = 0;
  const onlyB = (end: number) => {
    for (; next < end; next++) if (isTaken[next] === 0) pairs.push([-1, ofB[next], depth]);
  };
  for (const [index, row] of ofA.entries()) {
    const place = partner[index];
    if (place >= 0) onlyB(place);
    pairs.push([row, place < 0 ? -1 : ofB[place], depth]);
  }
  onlyB(ofB.length);
  return pairs;
}

/** Numbers for services and names that mean the same in both traces. */
class Frames {
  readonly #numbers = new Map<string, number>();
  readonly #known = new Map<TraceModel, Map<number, number>>();

  of(model: TraceModel, row: number): number {
    const { columns } = model;
    let known = this.#known.get(model);
    if (known === undefined) {
      known = new Map();
      this.#known.set(model, known);
    }
    const key = columns.name[row] * 0x1_0000 + columns.service[row];
    let number = known.get(key);
    if (number === undefined) {
      const service = columns.services[columns.service[row]];
      const text = `${service.length} ${service}${columns.names[columns.name[row]]}`;
      number = this.#numbers.get(text) ?? this.#numbers.size;
      this.#numbers.set(text, number);
      known.set(key, number);
    }
    return number;
  }
}
