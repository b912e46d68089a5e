import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findGaps, timeScale } from './gaps';
import { modelOf } from './testTraces';

describe('gaps', () => {
  it('are stretches without a leaf at work, of more than a tenth of the trace', () => {
    const model = modelOf([
      { id: '1', start: 0, duration: 1000 },
      { id: '2', parent: '1', start: 0, duration: 100 },
      { id: '3', parent: '1', start: 50, duration: 100 },
      { id: '4', parent: '1', start: 600, duration: 50 },
      { id: '5', parent: '1', start: 740, duration: 260 },
    ]);
    expect(findGaps(model)).toEqual([{ start: 150, end: 600 }]);
  });

  it('are none in a trace of one span, nor in an empty one', () => {
    expect(findGaps(modelOf([{ id: '1', start: 0, duration: 10 }]))).toEqual([]);
    expect(findGaps(modelOf([]))).toEqual([]);
  });
});

describe('time scale', () => {
  it('is linear without gaps', () => {
    const scale = timeScale(100, 300);
    expect([100, 150, 300].map(scale.scale)).toEqual([0, 0.25, 1]);
    expect(scale.invert(0.5)).toBe(200);
  });

  it('goes on beyond its ends', () => {
    expect(timeScale(100, 300).scale(400)).toBe(1.5);
    expect(timeScale(100, 300).scale(0)).toBe(-0.5);
  });

  it('folds gaps', () => {
    const { scale, folded } = timeScale(0, 1000, [{ start: 100, end: 900 }]);
    expect(folded).toHaveLength(1);
    expect(scale(100)).toBeCloseTo(0.485);
    expect(scale(900)).toBeCloseTo(0.515);
    expect(scale(1000)).toBe(1);
  });

  it('keeps order and comes back', () => {
    const times = fc.uniqueArray(fc.nat(1000), { minLength: 4, maxLength: 12 }).map((all) => all.sort((a, b) => a - b));
    fc.assert(
      fc.property(times, fc.nat(1000), fc.nat(1000), (edges, a, b) => {
        const gaps = [];
        for (let edge = 0; edge + 1 < edges.length; edge += 2) gaps.push({ start: edges[edge], end: edges[edge + 1] });
        const { scale, invert } = timeScale(0, 1000, gaps);
        if (a < b) expect(scale(a)).toBeLessThanOrEqual(scale(b));
        if (scale(a) > 0 && scale(a) < 1) expect(invert(scale(a))).toBeCloseTo(a, 5);
      }),
    );
  });
});
