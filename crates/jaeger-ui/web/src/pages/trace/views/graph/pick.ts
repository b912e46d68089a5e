// Which part of a trace's graph is drawn.

import type { GraphEdge, GraphNode, SpanGraph } from '../../../../model/graph';

export interface Part {
  nodes: GraphNode[];
  edges: GraphEdge[];
  /** ns of self times in each node and all below it, by its id. */
  weight: Float64Array;
  /** Nodes there are, drawn or not. */
  of: number;
}

/**
 * All nodes at and below `focus` (-1 for all). Of more than `most` those with the largest self times in and below
 * them: whatever leads to a node is at least as heavy, so the part hangs together.
 */
export function pickNodes(graph: SpanGraph, focus: number, most: number): Part {
  const { nodes, edges } = graph;
  const parent = new Int32Array(nodes.length).fill(-1);
  for (const { from, to } of edges) parent[to] = from;
  const weight = Float64Array.from(nodes, ({ self }) => self);
  for (let node = nodes.length - 1; node >= 0; node--) if (parent[node] >= 0) weight[parent[node]] += weight[node];
  const isIn = new Uint8Array(nodes.length);
  const candidates: number[] = [];
  for (let node = 0; node < nodes.length; node++) {
    if (focus >= 0 && node !== focus && (parent[node] < 0 || isIn[parent[node]] === 0)) continue;
    isIn[node] = 1;
    candidates.push(node);
  }
  if (candidates.length > most) {
    isIn.fill(0);
    const heaviest = candidates.toSorted((a, b) => weight[b] - weight[a] || a - b).slice(0, most);
    for (const node of heaviest) isIn[node] = 1;
  }
  return {
    nodes: nodes.filter(({ id }) => isIn[id] === 1),
    edges: edges.filter(({ from, to }) => isIn[from] === 1 && isIn[to] === 1),
    weight,
    of: candidates.length,
  };
}

/** The root with the largest self times in and below it; -1 without any. */
export function heaviestRoot({ nodes, edges, weight }: Part): number {
  const isChild = new Set(edges.map(({ to }) => to));
  let found = -1;
  for (const { id } of nodes) if (!isChild.has(id) && (found < 0 || weight[id] > weight[found])) found = id;
  return found;
}
