// Two traces side by side: by path of services and names, and span by span.

import type { TraceModel } from './columns';
import { foldPaths, type PathTree } from './paths';

export type Change = 'same' | 'more' | 'fewer' | 'added' | 'removed';

/** A path in one trace or in both. Spans are those of A and B on it. */
export interface DiffNode {
  /** Index in the list, or -1. */
  parent: number;
  depth: number;
  service: string;
  name: string;
  /** From A to B. */
  change: Change;
  a: DiffSide;
  b: DiffSide;
  /** ns by which the average span of B is longer; nothing if only one has any. */
  delta: number | null;
}

export interface DiffSide {
  spans: number;
  errors: number;
  /** ns, of durations and of self times. */
  total: number;
  self: number;
}

const NOTHING: DiffSide = { spans: 0, errors: 0, total: 0, self: 0 };

/** All paths of both, each after its parent and children of A before those only of B. */
export function diffPaths(a: TraceModel, b: TraceModel): DiffNode[] {
  const nodes: DiffNode[] = [];
  const byPath = new Map<string, number>();
  addPaths(nodes, byPath, a, 'a');
  addPaths(nodes, byPath, b, 'b');
  for (const node of nodes) {
    node.change = changeOf(node.a.spans, node.b.spans);
    if (node.a.spans > 0 && node.b.spans > 0) node.delta = node.b.total / node.b.spans - node.a.total / node.a.spans;
  }
  return inTreeOrder(nodes);
}

function changeOf(a: number, b: number): Change {
  if (a === b) return 'same';
  if (a === 0) return 'added';
  if (b === 0) return 'removed';
  return b > a ? 'more' : 'fewer';
}

function addPaths(nodes: DiffNode[], byPath: Map<string, number>, model: TraceModel, side: 'a' | 'b'): void {
  const tree: PathTree = foldPaths(model);
  const nodeOf = new Int32Array(tree.count);
  for (let path = 0; path < tree.count; path++) {
    const frame = tree.frames[tree.frame[path]];
    const service = model.columns.services[frame.service];
    const name = model.columns.names[frame.name];
    const parent = tree.parent[path] < 0 ? -1 : nodeOf[tree.parent[path]];
    // The length keeps a service and a name that only together are the same apart.
    const key = `${parent} ${service.length} ${service}${name}`;
    let node = byPath.get(key);
    if (node === undefined) {
      node = nodes.length;
      byPath.set(key, node);
      const depth = tree.depth[path];
      nodes.push({ parent, depth, service, name, change: 'same', a: NOTHING, b: NOTHING, delta: null });
    }
    nodeOf[path] = node;
    nodes[node][side] = {
      spans: tree.spans[path],
      errors: tree.errors[path],
      total: tree.total[path],
      self: tree.self[path],
    };
  }
}

/** Each node followed by all below it; siblings keep their order. */
function inTreeOrder(nodes: DiffNode[]): DiffNode[] {
  const children: number[][] = nodes.map(() => []);
  const roots: number[] = [];
  for (const [index, { parent }] of nodes.entries()) (parent < 0 ? roots : children[parent]).push(index);
  const stack = roots.reverse();
  const placeOf = new Int32Array(nodes.length);
  const ordered: DiffNode[] = [];
  for (let index = stack.pop(); index !== undefined; index = stack.pop()) {
    const node = nodes[index];
    placeOf[index] = ordered.length;
    ordered.push({ ...node, parent: node.parent < 0 ? -1 : placeOf[node.parent] });
    for (const child of children[index].reverse()) stack.push(child);
  }
  return ordered;
}
