import { expect, test } from 'vitest';

import { pathGraph } from '../../model/paths/graph';
import { partOf } from '../../model/paths/part';
import type { TraceSteps } from '../../model/paths/steps';
import { edgePath } from '../../ui/graph/place';
import { placePaths } from './placePaths';

const MEASURES = { width: 100, height: 20, layerGap: 30, nodeGap: 10 };

/** A trace that leads straight from one service to the next. */
function steps(way: string, middle: string): TraceSteps {
  const service = way.split(' > ');
  return {
    traceId: way,
    before: service.map((_, at) => at - 1),
    service,
    name: service.map(() => 'work'),
    taken: service.map(() => 1),
    failed: service.map(() => 0),
    ended: service.map((_, at) => Number(at === service.length - 1)),
    focal: Uint8Array.from(service, (name) => Number(name === middle)),
    isCut: false,
  };
}

function placed(...ways: string[]) {
  const graph = pathGraph(ways.map((way) => steps(way, 'm')), { withNames: false });
  const part = partOf(graph, {}, 100);
  const places = placePaths(part, MEASURES);
  return { places, of: (service: string) => places.nodes.get(graph.nodes.findIndex((node) => node.service === service)) };
}

test('callers stand before what is looked at, what it leads to behind it', () => {
  const { of, places } = placed('a > b > m > c', 'x > b > m > d');
  expect(of('a')?.x).toBe(0);
  expect(of('b')?.x).toBe(130);
  expect(of('m')).toEqual({ x: 260, y: 0 });
  expect(of('c')?.x).toBe(390);
  expect(of('x')?.y).toBeGreaterThan(0);
  expect(places).toMatchObject({ width: 490, height: 50 });
});

test('no two nodes lie on each other', () => {
  const { places } = placed('a > m > c', 'b > m > d', 'e > f > m > c > g', 'h > f > m', 'm > i > j', 'k > l > f > m > d > n');
  const seen = new Set([...places.nodes.values()].map(({ x, y }) => `${x} ${y}`));
  expect(seen.size).toBe(places.nodes.size);
});

test('alone it stands at the beginning', () => {
  const { places } = placed('m');
  expect(places).toMatchObject({ width: 100, height: 20 });
});

test('lines bend to the side where they lead', () => {
  const [top, below] = [{ x: 0, y: 0 }, { x: 130, y: 60 }];
  expect(edgePath(top, below, 'right', MEASURES)).toBe('M100 10h7q8 0 8 8V62q0 8 8 8H130');
  expect(edgePath({ x: 0, y: 60 }, { x: 130, y: 0 }, 'right', MEASURES)).toBe('M100 70h7q8 0 8 -8V18q0 -8 8 -8H130');
  expect(edgePath(top, { x: 130, y: 0 }, 'right', MEASURES)).toBe('M100 10L130 10');
  expect(edgePath(top, { x: 120, y: 50 }, 'down', MEASURES)).toBe('M50 20v7q0 8 8 8H162q8 0 8 8V50');
});
