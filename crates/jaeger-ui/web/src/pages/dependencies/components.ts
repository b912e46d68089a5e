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

/** One that is laid out. */
export interface Part {
  component: Component;
  places: Places;
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

/** A part with others below it, beside a taller one. */
interface Column {
  left: number;
  width: number;
  bottom: number;
}

interface Shelf {
  top: number;
  height: number;
  columns: Column[];
}

/** Puts the parts on shelves, the busiest first: beside and below each other where there is room, and never wider. */
export function pack(parts: readonly Part[], edgeCount: number, room: number): Places {
  const nodes = new Map<string, Point>();
  const edges: Point[][] = Array.from({ length: edgeCount }, () => []);
  const shelves: Shelf[] = [];
  let [width, height] = [0, 0];
  const callsOf = ({ graph }: Component) => graph.edges.reduce((sum, { calls }) => sum + calls, 0);
  const ordered = parts.toSorted((a, b) => callsOf(b.component) - callsOf(a.component));
  for (const { component, places } of ordered) {
    const { x: right, y: down } = spotFor(places, shelves, room);
    for (const [name, { x, y }] of places.nodes) nodes.set(name, { x: x + right, y: y + down });
    for (const [at, points] of places.edges.entries()) {
      edges[component.edgeAt[at]] = points.map(({ x, y }) => ({ x: x + right, y: y + down }));
    }
    width = Math.max(width, right + places.width);
    height = Math.max(height, down + places.height);
  }
  return { width, height, nodes, edges };
}

function spotFor({ width, height }: Places, shelves: Shelf[], room: number): Point {
  for (const shelf of shelves) {
    const below = shelf.columns.find(
      (column) => width <= column.width && column.bottom + GAP + height <= shelf.top + shelf.height,
    );
    if (below) {
      const y = below.bottom + GAP;
      below.bottom = y + height;
      return { x: below.left, y };
    }
    const left = shelf.columns.reduce((end, column) => Math.max(end, column.left + column.width), 0) + GAP;
    if (left + width <= room && height <= shelf.height) {
      shelf.columns.push({ left, width, bottom: shelf.top + height });
      return { x: left, y: shelf.top };
    }
  }
  const last = shelves.at(-1);
  const top = last ? last.top + last.height + GAP : 0;
  shelves.push({ top, height, columns: [{ left: 0, width, bottom: top + height }] });
  return { x: 0, y: top };
}
