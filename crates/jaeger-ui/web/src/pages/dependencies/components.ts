// Parts of the graph between which there are no calls, each laid out by itself.

import type { ServiceGraph } from '../../model/serviceGraph';

interface Point {
  x: number;
  y: number;
}

/** Places of boxes and edges, the edges in the order of the graph. */
export interface Places {
  width: number;
  height: number;
  nodes: ReadonlyMap<string, Point>;
  /** Empty for calls of a service to itself. */
  edges: readonly Point[][];
}

export interface Component {
  graph: ServiceGraph;
  /** Where its edges stand in the whole graph. */
  edgeAt: number[];
}

const GAP = 40;

export function componentsOf({ nodes, edges }: ServiceGraph): Component[] {
  const parent = new Map(nodes.map(({ name }) => [name, name]));
  const root = (name: string): string => {
    let found = name;
    while (parent.get(found) !== found) found = parent.get(found) ?? found;
    parent.set(name, found);
    return found;
  };
  for (const edge of edges) parent.set(root(edge.parent), root(edge.child));
  const components = new Map<string, Component>();
  for (const node of nodes) {
    const key = root(node.name);
    let component = components.get(key);
    if (!component) components.set(key, (component = { graph: { nodes: [], edges: [] }, edgeAt: [] }));
    component.graph.nodes.push(node);
  }
  for (const [index, edge] of edges.entries()) {
    const component = components.get(root(edge.parent));
    component?.graph.edges.push(edge);
    component?.edgeAt.push(index);
  }
  return [...components.values()];
}

/** Puts the parts below each other, the busiest first. */
export function stack(parts: readonly { component: Component; places: Places }[], edgeCount: number): Places {
  const nodes = new Map<string, Point>();
  const edges: Point[][] = Array.from({ length: edgeCount }, () => []);
  let [width, top] = [0, 0];
  const callsOf = ({ graph }: Component) => graph.edges.reduce((sum, { calls }) => sum + calls, 0);
  const ordered = parts.toSorted((a, b) => callsOf(b.component) - callsOf(a.component));
  for (const { component, places } of ordered) {
    const down = top;
    for (const [name, { x, y }] of places.nodes) nodes.set(name, { x, y: y + down });
    for (const [at, points] of places.edges.entries()) {
      edges[component.edgeAt[at]] = points.map(({ x, y }) => ({ x, y: y + down }));
    }
    width = Math.max(width, places.width);
    top += places.height + GAP;
  }
  return { width, height: Math.max(0, top - GAP), nodes, edges };
}
