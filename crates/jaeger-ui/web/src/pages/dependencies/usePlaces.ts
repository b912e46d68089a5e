// Where the boxes and edges of the graph stand.

import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';

import { forceLayout } from '../../model/force';
import type { ServiceGraph } from '../../model/serviceGraph';
import { layout } from '../../worker/layout';
import type { DependenciesState } from '../../url/dependencies';
import { clipCorner } from './clipCorner';
import { componentsOf, pack } from './components';
import type { Part, Places } from './components';
import { isTangle } from './tangle';

export const NODE_HEIGHT = 40;

/** Moving the boxes of more services than this takes longer than anyone waits. */
const FORCE_SERVICES = 300;
/** So few are always put into layers, or a busy machine would draw them otherwise than an idle one. */
const QUICK_SERVICES = 60;
const LAYERS_MS = 750;

/** In `room`, the width in which all of it should lie. */
export function usePlaces(graph: ServiceGraph, nodeWidth: number, name: DependenciesState['layout'], room: number) {
  const shape = graph.edges.map(({ parent, child, calls }) => [parent, child, calls] as const);
  const names = graph.nodes.map((node) => node.name);
  const { data, error, refetch } = useQuery({
    queryKey: ['dependency-places', name, nodeWidth, names, shape],
    staleTime: Infinity,
    queryFn: ({ signal }) => place(graph, nodeWidth, name, signal),
    placeholderData: (before) => before,
  });
  const places = useMemo(() => data && pack(data.parts, data.edges, room), [data, room]);
  return { places, error, retry: () => void refetch() };
}

async function place(
  graph: ServiceGraph,
  width: number,
  name: DependenciesState['layout'],
  signal: AbortSignal,
): Promise<{ parts: Part[]; edges: number }> {
  const parts = componentsOf(graph).map(async (component) => {
    const byForces = (name === 'force' || isTangle(component.graph)) && component.graph.nodes.length <= FORCE_SERVICES;
    const places = byForces ? byForce(component.graph, width) : await inTime(component.graph, width, signal);
    return { component, places };
  });
  return { parts: await Promise.all(parts), edges: graph.edges.length };
}

/** In layers, unless so many calls run back and forth that these take too long. */
async function inTime(graph: ServiceGraph, width: number, signal: AbortSignal): Promise<Places> {
  if (graph.nodes.length <= QUICK_SERVICES || graph.nodes.length > FORCE_SERVICES) return inLayers(graph, width, signal);
  const late = AbortSignal.timeout(LAYERS_MS);
  try {
    return await inLayers(graph, width, AbortSignal.any([signal, late]));
  } catch (error) {
    if (!late.aborted || signal.aborted) throw error;
    return byForce(graph, width);
  }
}

async function inLayers(graph: ServiceGraph, width: number, signal: AbortSignal): Promise<Places> {
  const nodes = graph.nodes.map(({ name }) => ({ id: name, width, height: NODE_HEIGHT }));
  const edges = graph.edges.map(({ parent, child, calls }) => ({
    from: parent,
    // An edge without a node has no points: loops are told in the panel.
    to: parent === child ? '' : child,
    weight: 1 + Math.log10(1 + calls),
  }));
  return whole(await layout(nodes, edges, { direction: 'right', layerGap: 88, nodeGap: 14 }, signal), width);
}

/** Edges that run around the outside belong to the picture as well. */
function whole(places: Places, width: number): Places {
  const points = [
    ...places.edges.flat(),
    ...[...places.nodes.values()].flatMap(({ x, y }) => [
      { x, y },
      { x: x + width, y: y + NODE_HEIGHT },
    ]),
  ];
  const bound = (choose: (a: number, b: number) => number, of: (point: { x: number; y: number }) => number) =>
    points.reduce((found, point) => choose(found, of(point)), points.length === 0 ? 0 : of(points[0]));
  const [left, top] = [bound(Math.min, ({ x }) => x), bound(Math.min, ({ y }) => y)];
  const moved = ({ x, y }: { x: number; y: number }) => ({ x: x - left, y: y - top });
  return {
    width: bound(Math.max, ({ x }) => x) - left,
    height: bound(Math.max, ({ y }) => y) - top,
    nodes: new Map([...places.nodes].map(([name, place]) => [name, moved(place)])),
    edges: places.edges.map((edge) => edge.map(moved)),
  };
}

function byForce(graph: ServiceGraph, width: number): Places {
  const index = new Map(graph.nodes.map(({ name }, at) => [name, at]));
  const edges = graph.edges.map(({ parent, child, calls }) => ({
    from: index.get(parent) ?? 0,
    to: index.get(child) ?? 0,
    weight: 1 + Math.log10(1 + calls) / 4,
  }));
  const middles = forceLayout(graph.nodes.length, edges, { width, height: NODE_HEIGHT });
  const half = { width: width / 2, height: NODE_HEIGHT / 2 };
  const nodes = new Map(
    graph.nodes.map(({ name }, n) => [name, { x: middles[n].x - half.width, y: middles[n].y - half.height }]),
  );
  const bows = edges.map(({ from, to }) => (from === to ? [] : bow(middles[from], middles[to], half)));
  return whole({ width: 0, height: 0, nodes, edges: bows }, width);
}

/** A slight bow, so that calls in both directions do not lie on one another. */
function bow(from: { x: number; y: number }, to: { x: number; y: number }, half: { width: number; height: number }) {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const middle = { x: (from.x + to.x) / 2 - dy * 0.12, y: (from.y + to.y) / 2 + dx * 0.12 };
  return [clipCorner(from, middle, half), middle, clipCorner(to, middle, half)];
}
