import { describe, expect, it } from 'vitest';
import { layoutGraph } from './layoutGraph';

const node = (id: string) => ({ id, width: 100, height: 40 });

describe('layout of a graph', () => {
  it('puts callees behind their callers, without overlap', () => {
    const edges = [{ from: 'a', to: 'b' }, { from: 'a', to: 'c' }];
    const { nodes, edges: ways, width } = layoutGraph(['a', 'b', 'c'].map(node), edges, { direction: 'right' });
    const [a, b, c] = ['a', 'b', 'c'].map((id) => nodes.get(id) ?? { x: -1, y: -1 });
    expect(b.x).toBeGreaterThanOrEqual(a.x + 100);
    expect(c.x).toBe(b.x);
    expect(Math.abs(b.y - c.y)).toBeGreaterThanOrEqual(40);
    expect(width).toBe(c.x + 100);
    expect(ways.every((points) => points.length >= 2)).toBe(true);
  });

  it('runs downwards too, and survives cycles, loops and strangers', () => {
    const edges = [{ from: 'a', to: 'b' }, { from: 'b', to: 'a' }, { from: 'a', to: 'a' }, { from: 'a', to: 'x' }];
    const { nodes, edges: ways } = layoutGraph([node('a'), node('b')], edges, { direction: 'down' });
    const [a, b] = [nodes.get('a')?.y ?? 0, nodes.get('b')?.y ?? 0];
    expect(Math.abs(a - b)).toBeGreaterThanOrEqual(40);
    expect(ways[3]).toEqual([]);
  });

  it('of nothing has no size', () => {
    expect(layoutGraph([], [], { direction: 'down' }).nodes.size).toBe(0);
  });
});
