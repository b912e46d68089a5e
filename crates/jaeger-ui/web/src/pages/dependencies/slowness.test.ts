import { describe, expect, it } from 'vitest';

import { slowness } from './slowness';

describe('how slow services are', () => {
  it('is told among each other, ten times always as far', () => {
    const found = slowness(new Map([['fast', 1e6], ['middle', 1e7], ['slow', 1e8]]));
    expect(['fast', 'middle', 'slow'].map((name) => found.get(name)?.share)).toEqual([0, 0.5, 1]);
    expect(found.get('middle')?.nanos).toBe(1e7);
  });

  it('is nothing when all are alike, alone, or none', () => {
    expect(slowness(new Map([['a', 5], ['b', 5]])).get('b')?.share).toBe(0);
    expect(slowness(new Map([['a', 0]])).get('a')?.share).toBe(0);
    expect(slowness(new Map()).size).toBe(0);
  });
});
