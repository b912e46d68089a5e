import { describe, expect, it } from 'vitest';

import { spanGraph } from '../../../../model/graph';
import { modelOf } from '../../../../model/testTraces';
import { nextPlace } from '../../../../ui/graph/move';
import { heaviestRoot, pickNodes } from './pick';
import { edgePath, placeTree } from '../../../../ui/graph/place';

const graph = spanGraph(
  modelOf([
    { id: '1', name: 'root', start: 0, duration: 100 },
    { id: '2', parent: '1', name: 'light', start: 0, duration: 10 },
    { id: '3', parent: '1', name: 'heavy', start: 10, duration: 80 },
    { id: '4', parent: '3', name: 'deep', start: 10, duration: 70 },
    { id: '5', parent: '2', name: 'deep', start: 1, duration: 2 },
  ]),
);
const names = ({ nodes }: { nodes: { name: string }[] }) => nodes.map(({ name }) => name).toSorted();

describe('the part that is drawn', () => {
  it('is everything when it is not too much', () => {
    const part = pickNodes(graph, -1, 10);
    expect([part.nodes.length, part.edges.length, part.of]).toEqual([5, 4, 5]);
  });

  it('is what is below the focus', () => {
    const focus = graph.nodes.find(({ name }) => name === 'heavy')?.id ?? -1;
    expect(names(pickNodes(graph, focus, 10))).toEqual(['deep', 'heavy']);
  });

  it('is the heaviest, without gaps', () => {
    const part = pickNodes(graph, -1, 3);
    expect(names(part)).toEqual(['deep', 'heavy', 'root']);
    expect([part.edges.length, part.of]).toEqual([2, 5]);
  });
});

describe('where to begin', () => {
  it('is at the heaviest root', () => {
    const two = spanGraph(
      modelOf([
        { id: '1', name: 'short', start: 0, duration: 10 },
        { id: '2', name: 'long', start: 20, duration: 100 },
        { id: '3', parent: '2', name: 'below', start: 20, duration: 90 },
      ]),
    );
    expect(two.nodes[heaviestRoot(pickNodes(two, -1, 10))].name).toBe('long');
    expect(heaviestRoot(pickNodes(spanGraph(modelOf([])), -1, 10))).toBe(-1);
  });
});

describe('arrow keys', () => {
  const places = new Map([['a', { x: 0, y: 0 }], ['b', { x: 100, y: -30 }], ['c', { x: 100, y: 40 }], ['d', { x: 0, y: 300 }]]);
  it.each([
    ['a', 'ArrowRight', 'b'], ['b', 'ArrowDown', 'c'], ['c', 'ArrowUp', 'b'], ['c', 'ArrowLeft', 'a'],
    ['a', 'ArrowUp', undefined], ['a', 'ArrowDown', 'd'], ['a', 'Home', undefined], ['x', 'ArrowUp', undefined],
  ])('%s %s', (from, key, to) => expect(nextPlace(places, from, key)).toBe(to));
});

describe('places', () => {
  const measures = { width: 100, height: 40, layerGap: 20, nodeGap: 10 };
  const place = (direction: 'down' | 'right') => {
    const part = pickNodes(graph, -1, 10);
    const { nodes, width, height } = placeTree(part, direction, measures);
    const at = (name: string, parent: string) => {
      const node = part.nodes.find(
        ({ id, name: own }) =>
          own === name && (parent === '' || part.edges.some(({ from, to }) => to === id && graph.nodes[from].name === parent)),
      );
      return node && nodes.get(node.id);
    };
    return { at, size: [width, height] };
  };

  it('keep what takes the most time in one line', () => {
    const { at, size } = place('right');
    expect(at('root', '')).toEqual({ x: 0, y: 0 });
    expect(at('heavy', '')).toEqual({ x: 120, y: 0 });
    expect(at('deep', 'heavy')).toEqual({ x: 240, y: 0 });
    expect(at('light', '')).toEqual({ x: 120, y: 50 });
    expect(at('deep', 'light')).toEqual({ x: 240, y: 50 });
    expect(size).toEqual([340, 90]);
  });

  it('run downwards too', () => {
    const { at, size } = place('down');
    expect(at('light', '')).toEqual({ x: 110, y: 60 });
    expect(size).toEqual([210, 160]);
  });

  it('let a leaf lie beside what is below its neighbour, and never cross lines', () => {
    const wide = spanGraph(
      modelOf([
        { id: '1', name: 'root', start: 0, duration: 100 },
        { id: '2', parent: '1', name: 'a', start: 0, duration: 60 },
        { id: '3', parent: '2', name: 'a1', start: 0, duration: 30 },
        { id: '4', parent: '2', name: 'a2', start: 30, duration: 20 },
        { id: '5', parent: '1', name: 'leaf', start: 60, duration: 20 },
        { id: '6', parent: '1', name: 'b', start: 80, duration: 10 },
        { id: '7', parent: '6', name: 'b1', start: 80, duration: 9 },
      ]),
    );
    const { nodes } = placeTree(pickNodes(wide, -1, 10), 'right', measures);
    const line = (name: string) => (nodes.get(wide.nodes.find((node) => node.name === name)?.id ?? -1)?.y ?? -50) / 50;
    expect(['root', 'a', 'a1', 'a2', 'leaf', 'b', 'b1'].map(line)).toEqual([0, 0, 0, 1, 1, 2, 2]);
  });

  it('are joined from side to side', () => {
    expect(edgePath({ x: 0, y: 0 }, { x: 120, y: 0 }, 'right', measures)).toBe('M100 20L120 20');
    expect(edgePath({ x: 0, y: 0 }, { x: 120, y: 50 }, 'right', measures)).toBe('M100 20h2q8 0 8 8V62q0 8 8 8H120');
    expect(edgePath({ x: 0, y: 0 }, { x: 110, y: 60 }, 'down', measures)).toBe('M50 40v2q0 8 8 8H152q8 0 8 8V60');
  });
});
