import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { startText, startTitle } from './startText';

const START = 1_763_733_802_118_204_001n;
const byClock = { zone: 'UTC' };
const ago = { zone: 'UTC', since: START + 185_000_000_000n };

beforeEach(() => void vi.useFakeTimers({ now: 1_763_733_802_118 + 7_200_000 }));
afterEach(() => void vi.useRealTimers());

test('by the clock, as much of it as there is room for', () => {
  expect(startText(START, byClock, 'full')).toBe('2025-11-21 14:03:22.118');
  expect(startText(START, byClock, 'day')).toBe('11-21 14:03:22');
  expect(startText(START, byClock, 'time')).toBe('14:03:22.118');
  expect(startText(START, byClock, 'second')).toBe('14:03:22');
});

test('how long ago, which is as short everywhere', () => {
  expect(startText(START, ago, 'full')).toBe('3 min ago');
  expect(startText(START, ago, 'time')).toBe('3 min ago');
});

test('the tooltip has the other form', () => {
  expect(startTitle(START, byClock)).toBe('2025-11-21 14:03:22.118204001 UTC, 2 h ago');
  expect(startTitle(START, ago)).toBe('2025-11-21 14:03:22.118204001 UTC');
});
