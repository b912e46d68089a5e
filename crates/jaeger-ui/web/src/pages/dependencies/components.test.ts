import { describe, expect, it } from 'vitest';

import { graphOf } from '../../model/serviceGraph';
import { componentsOf, pack } from './components';
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

  const placed = parts.map((component, n) => ({
    component,
    places: {
      width: 10 + n,
      height: 20,
      nodes: new Map(component.graph.nodes.map(({ name }) => [name, { x: 0, y: 0 }])),
      edges: component.graph.edges.map(({ calls }) => [{ x: calls, y: 0 }]),
    },
  }));

  it('stand below each other where there is no room, with their edges where the graph has them', () => {
    const whole = pack(placed, graph.edges.length, 15);
    expect(whole.edges.map(([{ x }]) => x)).toEqual(graph.edges.map(({ calls }) => calls));
    expect(whole.width).toBe(11);
    expect(whole.nodes.get('x')?.y).toBeGreaterThanOrEqual(20);
  });

  it('stand beside each other where there is', () => {
    const whole = pack(placed, graph.edges.length, 100);
    expect(whole.nodes.get('x')).toEqual({ x: 50, y: 0 });
    expect(whole).toMatchObject({ width: 61, height: 20 });
  });

  it('never lie on each other', () => {
    const sizes = [[300, 400], [200, 90], [180, 90], [200, 150], [500, 50], [90, 30], [90, 30], [60, 420], [900, 20]];
    const many = graphOf(sizes.map((_, n) => call(`p${n}`, `c${n}`, 100 - n)));
    const boxes = componentsOf(many).map((component, n) => {
      const [width, height] = sizes[n];
      return { component, places: { width, height, nodes: new Map([[`p${n}`, { x: 0, y: 0 }]]), edges: [[]] } };
    });
    const { nodes, width, height } = pack(boxes, many.edges.length, 700);
    const placedAt = sizes.map(([w, h], n) => {
      const { x, y } = nodes.get(`p${n}`) ?? { x: -1, y: -1 };
      return { left: x, top: y, right: x + w, bottom: y + h };
    });
    for (const [n, a] of placedAt.entries()) {
      expect(a.right <= width && a.bottom <= height && a.left >= 0 && a.top >= 0).toBe(true);
      for (const b of placedAt.slice(n + 1)) {
        expect(a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top).toBe(true);
      }
    }
    // Only what is wider than all the room makes more of it, and less is wasted than below each other.
    expect(width).toBe(900);
    expect(height).toBeLessThan(sizes.reduce((sum, [, h]) => sum + h, 0));
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
