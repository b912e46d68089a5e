import { expect, it } from 'vitest';

import { changeText, rateText, unitText } from './words';

it('rates are told in a unit in which they are at least 1', () => {
  expect([0, 1234, 1.5, 0.15, 0.002].map(rateText)).toEqual(['0', '1,234/s', '1.5/s', '9/min', '7.2/h']);
});

it('changes have a sign, and great ones are told as a factor', () => {
  expect([0.001, 0.12, -0.3, 15].map(changeText)).toEqual(['±0 %', '+12 %', '−30 %', '×16']);
});

it('what is not known is a dash', () => {
  expect(unitText('duration', null)).toBe('–');
  expect(unitText('share', 0.021)).toBe('2.1 %');
});
