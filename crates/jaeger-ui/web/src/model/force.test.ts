import { describe, expect, it } from 'vitest';

import { forceLayout } from './force';

const BOX = { width: 140, height: 40 };

/** Everything calls everything. */
function tangle(count: number) {
  const edges: { from: number; to: number; weight: number }[] = [];
  for (let from = 0; from < count; from++) for (let to = 0; to < count; to++) edges.push({ from, to, weight: 1 });
  return edges;
}

describe('places by force', () => {
  it.each([1, 2, 8, 30])('of %d boxes do not overlap', (count) => {
    const places = forceLayout(count, tangle(count), BOX);
    for (const [index, a] of places.entries()) {
      for (const b of places.slice(index + 1)) {
        expect(Math.abs(a.x - b.x) >= BOX.width || Math.abs(a.y - b.y) >= BOX.height).toBe(true);
      }
    }
  });

  it('keep eight services on one screen', () => {
    const places = forceLayout(8, tangle(8), BOX);
    const span = (of: 'x' | 'y') =>
      Math.max(...places.map((place) => place[of])) - Math.min(...places.map((place) => place[of]));
    expect(span('x')).toBeLessThan(900);
    expect(span('y')).toBeLessThan(560);
  });

  it('are the same each time, and none for nothing', () => {
    expect(forceLayout(5, tangle(5), BOX)).toEqual(forceLayout(5, tangle(5), BOX));
    expect(forceLayout(0, [], BOX)).toEqual([]);
  });
});
