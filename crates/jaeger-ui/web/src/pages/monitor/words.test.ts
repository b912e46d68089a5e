import { expect, it } from 'vitest';

import { changeText, rateText, unitExact, unitText } from './words';

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

it('a latency is told with the bucket that it was guessed in', () => {
  expect([300, 855e6, 2 ** 42].map((latency) => unitExact('duration', latency))).toEqual([
    '300 ns, estimated: between 0 and 512 ns',
    '855 ms, estimated: between 839 ms and 872 ms',
    '4,398.046511104 s, estimated: over 1 h 11 min',
  ]);
});
