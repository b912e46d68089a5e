import { describe, expect, test } from 'vitest';

import { centred, isCut, justInSight, LEAST_ZOOM, openingScale, wholeScale } from './fit';

const view = { width: 801, height: 601 };
const legible = { least: 0.92, most: 1.1 };

describe('a drawing opens', () => {
  test.each([
    ['whole, a little larger when it is small', { width: 100, height: 100 }, 1.1, false],
    ['whole where that is legible', { width: 840, height: 100 }, 800 / 840, false],
    ['legible where the whole is not: too wide', { width: 2000, height: 100 }, 0.92, true],
    ['legible where the whole is not: too high', { width: 100, height: 2000 }, 0.92, true],
  ])('%s', (_, drawing, scale, cut) => {
    expect(openingScale(view, drawing, legible)).toBeCloseTo(scale, 9);
    expect(isCut(view, drawing, scale)).toBe(cut);
  });

  test('legible as long as the size of the window is not known', () => {
    expect(openingScale({ width: 0, height: 0 }, { width: 500, height: 500 }, legible)).toBe(0.92);
  });
});

test('fitted, it is whole, as long as anything can be seen of it', () => {
  const drawing = { width: 1600, height: 1500 };
  expect(isCut(view, drawing, wholeScale(view, drawing))).toBe(false);
  expect(wholeScale(view, { width: 1e6, height: 1 })).toBe(LEAST_ZOOM);
});

test('a point in the middle, but nothing before the beginning', () => {
  expect(centred(1000, 600)).toBe(700);
  expect(centred(100, 600)).toBe(0);
});

test('from the beginning, as far as a box is', () => {
  expect(justInSight(500, 600)).toBe(0);
  expect(justInSight(900, 600)).toBe(300);
});
