// The trace as a graph: a node for each path of services and names, an edge for each step of a path.

import type { TraceModel } from './columns';
import { foldPaths } from './paths';

export interface GraphNode {
  /** Its index. */
  id: number;
  service: string;
  name: string;
  depth: number;
  spans: number;
  errors: number;
  /** ns, of durations and of self times. */
  total: number;
  self: number;
  /** The first of its spans. */
  firstRow: number;
}

export interface GraphEdge {
  from: number;
  to: number;
  calls: number;
  errors: number;
  /** Calls that went on after the caller had ended: it did not wait for them. */
  detached: number;
}

export interface SpanGraph {
  nodes: GraphNode[];
  edges: GraphEdge[];
  /** For each row its node. */
  nodeOf: Uint32Array;
}

export function spanGraph(model: TraceModel): SpanGraph {
  const { columns } = model;
  const tree = foldPaths(model);
  const firstRow = new Int32Array(tree.count).fill(-1);
  const detached = new Uint32Array(tree.count);
  for (let row = 0; row < columns.count; row++) {
    const node = tree.nodeOf[row];
    if (firstRow[node] < 0) firstRow[node] = row;
    const parent = columns.parent[row];
    if (parent < 0) continue;
    if (columns.start[row] + columns.duration[row] > columns.start[parent] + columns.duration[parent]) detached[node]++;
  }
  const nodes: GraphNode[] = [];
  const edges: GraphEdge[] = [];
  for (let id = 0; id < tree.count; id++) {
    const frame = tree.frames[tree.frame[id]];
    nodes.push({
      id,
      service: columns.services[frame.service],
      name: columns.names[frame.name],
      depth: tree.depth[id],
      spans: tree.spans[id],
      errors: tree.errors[id],
      total: tree.total[id],
      self: tree.self[id],
      firstRow: firstRow[id],
    });
    const from = tree.parent[id];
    if (from < 0) continue;
    edges.push({ from, to: id, calls: tree.spans[id], errors: tree.errors[id], detached: detached[id] });
  }
  return { nodes, edges, nodeOf: tree.nodeOf };
}

/** The rows of a node, in order. */
export function rowsOfNode(graph: SpanGraph, node: number): Uint32Array {
  const rows: number[] = [];
  for (let row = 0; row < graph.nodeOf.length; row++) if (graph.nodeOf[row] === node) rows.push(row);
  return Uint32Array.from(rows);
}
