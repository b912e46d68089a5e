// Spans folded by their path: those of one service and name below the same path are one node.

import { Status, type TraceModel } from './columns';

/** Arrays have one entry for each node; a node stands after its parent. */
export interface PathTree {
  count: number;
  /** A node, or -1. */
  parent: Int32Array;
  /** Index into `frames`. */
  frame: Uint32Array;
  depth: Uint16Array;
  spans: Uint32Array;
  errors: Uint32Array;
  /** ns, of the durations of its spans. */
  total: Float64Array;
  /** ns, of the self times of its spans. */
  self: Float64Array;
  /** ns, of the self times of its spans and of all below. */
  weight: Float64Array;
  /** Distinct pairs of service and name. */
  frames: { service: number; name: number }[];
  /** For each row its node. */
  nodeOf: Uint32Array;
}

export function foldPaths({ columns, derived }: TraceModel): PathTree {
  const frames = new FrameTable();
  const tree = new TreeBuilder();
  const nodeOf = new Uint32Array(columns.count);
  for (let row = 0; row < columns.count; row++) {
    const above = columns.parent[row];
    const frame = frames.number(columns.service[row], columns.name[row]);
    nodeOf[row] = tree.child(above < 0 ? -1 : nodeOf[above], frame);
  }
  const count = tree.parent.length;
  const spans = new Uint32Array(count);
  const errors = new Uint32Array(count);
  const total = new Float64Array(count);
  const self = new Float64Array(count);
  for (let row = 0; row < columns.count; row++) {
    const node = nodeOf[row];
    spans[node]++;
    if (columns.status[row] === Status.error) errors[node]++;
    total[node] += columns.duration[row];
    self[node] += derived.self[row];
  }
  const parent = Int32Array.from(tree.parent);
  return {
    count,
    parent,
    frame: Uint32Array.from(tree.frame),
    depth: Uint16Array.from(tree.depth, (depth) => Math.min(depth, 0xffff)),
    spans,
    errors,
    total,
    self,
    weight: sumUp(parent, self),
    frames: frames.list,
    nodeOf,
  };
}

/** Each node's own amount and all below it. */
export function sumUp(parent: Int32Array, own: Float64Array): Float64Array {
  const sum = own.slice();
  for (let node = sum.length - 1; node >= 0; node--) if (parent[node] >= 0) sum[parent[node]] += sum[node];
  return sum;
}

class FrameTable {
  readonly list: { service: number; name: number }[] = [];
  readonly #numbers = new Map<number, number>();

  number(service: number, name: number): number {
    const key = name * 0x1_0000 + service;
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const next = this.list.length;
    this.list.push({ service, name });
    this.#numbers.set(key, next);
    return next;
  }
}

/** Makes a tree in which a node has one child for each frame. */
export class TreeBuilder {
  readonly parent: number[] = [];
  readonly frame: number[] = [];
  readonly depth: number[] = [];
  readonly #nodes = new Map<number, number>();

  /** The child of a node, or the root for -1. */
  child(parent: number, frame: number): number {
    // A trace has fewer nodes and frames than fit into the halves of a double's 53 bits.
    const key = (parent + 1) * FRAMES + frame;
    const known = this.#nodes.get(key);
    if (known !== undefined) return known;
    const next = this.parent.length;
    this.parent.push(parent);
    this.frame.push(frame);
    this.depth.push(parent < 0 ? 0 : this.depth[parent] + 1);
    this.#nodes.set(key, next);
    return next;
  }
}

const FRAMES = 2 ** 26;
