// Places for the nodes of a graph of calls. It is a forest, so it needs no general layout: who calls whom runs one way,
// and the way that takes the most time runs straight along the edge, where reading begins.

import type { Place } from './move';

/** Nodes of which each has at most one caller. */
export interface Forest<N = { id: number }, E = { from: number; to: number }> {
  nodes: readonly N[];
  edges: readonly E[];
  /** What each node and all below it weigh, by its id. */
  weight: Float64Array;
}

export interface Measures {
  width: number;
  height: number;
  /** Between layers, and between neighbours in a layer. */
  layerGap: number;
  nodeGap: number;
}

export interface Placed {
  width: number;
  height: number;
  /** The upper left corner of each node. */
  nodes: Map<number, Place>;
}

/**
 * The heaviest child stands in line with its caller. The others follow, those with little below them first, each in the
 * next line that is free: a leaf can lie beside what is below its neighbour. Lines of different callers never cross.
 */
export function placeTree({ nodes, edges, weight }: Forest, direction: 'down' | 'right', measures: Measures): Placed {
  const heaviestFirst = (a: number, b: number) => weight[b] - weight[a] || a - b;
  const children = childrenOf(edges, heaviestFirst, nodes.map(({ id }) => id));
  const isChild = new Set(edges.map(({ to }) => to));
  const roots = nodes.map(({ id }) => id).filter((id) => !isChild.has(id)).sort(heaviestFirst);
  const lines = new Map<number, number>();
  const layers = new Map<number, number>(roots.map((root) => [root, 0]));
  /** The last line with a node in each layer, and with an edge behind it. */
  const used: number[] = [];
  const joined: number[] = [];
  const open = roots.toReversed();
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    const layer = layers.get(node) ?? 0;
    if (!lines.has(node)) {
      const chain = chainOf(node, children);
      let line = 0;
      for (const [step, member] of chain.entries()) {
        line = Math.max(line, (used[layer + step] ?? -1) + 1);
        if (children.has(member)) line = Math.max(line, (joined[layer + step] ?? -1) + 1);
      }
      for (const [step, member] of chain.entries()) {
        lines.set(member, line);
        used[layer + step] = line;
        if (children.has(member)) joined[layer + step] = line;
      }
      if (layer > 0) joined[layer - 1] = line;
    }
    const below = children.get(node) ?? [];
    for (const child of below) layers.set(child, layer + 1);
    open.push(...below.toReversed());
  }
  const isRight = direction === 'right';
  const across = (isRight ? measures.height : measures.width) + measures.nodeGap;
  const along = (isRight ? measures.width : measures.height) + measures.layerGap;
  const places = new Map<number, Place>();
  for (const { id } of nodes) {
    const [forward, aside] = [(layers.get(id) ?? 0) * along, (lines.get(id) ?? 0) * across];
    places.set(id, isRight ? { x: forward, y: aside } : { x: aside, y: forward });
  }
  const length = used.length * along - measures.layerGap;
  const breadth = (used.reduce((most, line) => Math.max(most, line), -1) + 1) * across - measures.nodeGap;
  return isRight ? { width: length, height: breadth, nodes: places } : { width: breadth, height: length, nodes: places };
}

/** `ids` name a node after its parent. */
function childrenOf(
  edges: Forest['edges'],
  heaviestFirst: (a: number, b: number) => number,
  ids: readonly number[],
): Map<number, number[]> {
  const children = new Map<number, number[]>();
  for (const { from, to } of edges) {
    const known = children.get(from);
    if (known) known.push(to);
    else children.set(from, [to]);
  }
  const below = new Map<number, number>();
  for (const id of ids.toReversed()) {
    below.set(id, (children.get(id) ?? []).reduce((sum, child) => sum + 1 + (below.get(child) ?? 0), 0));
  }
  for (const siblings of children.values()) {
    const [heaviest, ...others] = siblings.toSorted(heaviestFirst);
    others.sort((a, b) => (below.get(a) ?? 0) - (below.get(b) ?? 0) || heaviestFirst(a, b));
    siblings.splice(0, siblings.length, heaviest, ...others);
  }
  return children;
}

/** A node, its first child, the first child of that, and so on. */
function chainOf(node: number, children: ReadonlyMap<number, number[]>): number[] {
  const chain = [node];
  for (let next = children.get(node)?.[0]; next !== undefined; next = children.get(next)?.[0]) chain.push(next);
  return chain;
}

/** A line from one node's far side to the next one's near side, with rounded corners. */
export function edgePath(from: Place, to: Place, direction: 'down' | 'right', { width, height, layerGap }: Measures): string {
  const isRight = direction === 'right';
  const start = isRight ? { x: from.x + width, y: from.y + height / 2 } : { x: from.x + width / 2, y: from.y + height };
  const end = isRight ? { x: to.x, y: to.y + height / 2 } : { x: to.x + width / 2, y: to.y };
  const turn = layerGap / 2;
  if (isRight ? start.y === end.y : start.x === end.x) return `M${start.x} ${start.y}L${end.x} ${end.y}`;
  const corner = Math.min(8, turn);
  // To the side where the next one lies.
  const side = Math.sign(isRight ? end.y - start.y : end.x - start.x) * corner;
  return isRight
    ? `M${start.x} ${start.y}h${turn - corner}q${corner} 0 ${corner} ${side}V${end.y - side}q0 ${side} ${corner} ${side}H${end.x}`
    : `M${start.x} ${start.y}v${turn - corner}q0 ${corner} ${side} ${corner}H${end.x - side}q${side} 0 ${side} ${corner}V${end.y}`;
}
