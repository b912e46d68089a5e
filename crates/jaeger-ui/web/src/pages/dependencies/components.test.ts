import { describe, expect, it } from 'vitest';

import { graphOf } from '../../model/serviceGraph';
import { componentsOf, stack } from './components';
import { isTangle } from './tangle';

const call = (parent: string, child: string, calls = 1) => ({ parent, child, calls });

describe('parts of a graph', () => {
  const graph = graphOf([call('a', 'b', 9), call('x', 'y', 3), call('c', 'b', 5), call('y', 'y', 1)]);
  const parts = componentsOf(graph);

  it('are those without a call between them', () => {
    expect(parts.map(({ graph: part }) => part.nodes.map(({ name }) => name).sort())).toEqual([
      ['a', 'b', 'c'],
      ['x', 'y'],
    ]);
    expect(parts.flatMap(({ edgeAt }) => edgeAt).sort()).toEqual([0, 1, 2, 3]);
  });

  it('stand below each other, with their edges where the graph has them', () => {
    const placed = parts.map((component, n) => ({
      component,
      places: {
        width: 10 + n,
        height: 20,
        nodes: new Map(component.graph.nodes.map(({ name }) => [name, { x: 0, y: 0 }])),
        edges: component.graph.edges.map(({ calls }) => [{ x: calls, y: 0 }]),
      },
    }));
    const whole = stack(placed, graph.edges.length);
    expect(whole.edges.map(([{ x }]) => x)).toEqual(graph.edges.map(({ calls }) => calls));
    expect(whole.width).toBe(11);
    expect(whole.nodes.get('x')?.y).toBeGreaterThanOrEqual(20);
  });
});

describe('a tangle', () => {
  const names = ['a', 'b', 'c', 'd'];
  it('is where most calls go both ways', () => {
    const all = names.flatMap((parent) =>
      names.filter((child) => child !== parent).map((child) => call(parent, child)),
    );
    expect(isTangle(graphOf(all))).toBe(true);
  });
  it('is not where they go one way', () => {
    const down = names.flatMap((parent, at) => names.slice(at + 1).map((child) => call(parent, child)));
    expect(isTangle(graphOf(down))).toBe(false);
  });
});
