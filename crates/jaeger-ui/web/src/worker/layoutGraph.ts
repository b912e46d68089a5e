// Places for the nodes and edges of a directed graph, in layers.

import { Graph, layout } from '@dagrejs/dagre';

export interface LayoutNode {
  id: string;
  /** Pixels. */
  width: number;
  height: number;
}

export interface LayoutEdge {
  from: string;
  to: string;
  /** Heavier ones are kept shorter and straighter. */
  weight?: number;
}

export interface LayoutOptions {
  direction: 'down' | 'right';
  /** Pixels between layers, and between neighbours in a layer. */
  layerGap?: number;
  nodeGap?: number;
}

export interface Positions {
  width: number;
  height: number;
  /** The upper left corner of each node. */
  nodes: Map<string, { x: number; y: number }>;
  /** The way of each edge from border to border, in the order asked. */
  edges: { x: number; y: number }[][];
}

/** Edges that name unknown nodes have no points. */
export function layoutGraph(
  nodes: readonly LayoutNode[],
  edges: readonly LayoutEdge[],
  { direction, layerGap = 40, nodeGap = 12 }: LayoutOptions,
): Positions {
  const graph = new Graph({ multigraph: true });
  graph.setGraph({
    rankdir: direction === 'right' ? 'LR' : 'TB',
    ranksep: layerGap,
    nodesep: nodeGap,
    edgesep: Math.min(nodeGap, 8),
    // The better ranker takes minutes for what this one does in a second.
    ranker: nodes.length > 200 ? 'longest-path' : 'network-simplex',
  });
  graph.setDefaultEdgeLabel(() => ({}));
  // Numbers, because a name such as `__proto__` is no key for the library.
  const known = new Map(nodes.map(({ id }, number) => [id, String(number)]));
  for (const [number, { width, height }] of nodes.entries()) graph.setNode(String(number), { width, height });
  for (const [number, { from, to, weight = 1 }] of edges.entries()) {
    const [tail, head] = [known.get(from), known.get(to)];
    if (tail !== undefined && head !== undefined) graph.setEdge(tail, head, { weight }, String(number));
  }
  layout(graph);
  const places = new Map<string, { x: number; y: number }>();
  for (const { id, width, height } of nodes) {
    const { x = 0, y = 0 } = graph.node(known.get(id) ?? '');
    places.set(id, { x: x - width / 2, y: y - height / 2 });
  }
  const size = graph.graph();
  return {
    width: size.width ?? 0,
    height: size.height ?? 0,
    nodes: places,
    edges: edges.map(({ from, to }, number) => {
      const [tail, head] = [known.get(from) ?? '', known.get(to) ?? ''];
      const points = graph.hasEdge(tail, head, String(number)) ? graph.edge(tail, head, String(number)).points : undefined;
      return (points ?? []).map(({ x, y }: { x: number; y: number }) => ({ x, y }));
    }),
  };
}
