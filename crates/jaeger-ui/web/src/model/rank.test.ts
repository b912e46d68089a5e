import { expect, test } from 'vitest';

import { rankOf } from './rank';
import { built } from './testTraces';

const spans = Array.from({ length: 20 }, (_, at) => ({ id: `1${at}`, name: 'query', start: at, duration: 10 + at }));

test('a span is ranked among those of its service and name', () => {
  const { columns } = built([...spans, { id: 'a', name: 'query', service: 'b', start: 30, duration: 99 }]);
  expect(rankOf(columns, 19)).toEqual({ alike: 20, faster: 0.95 });
  expect(rankOf(columns, 0)).toEqual({ alike: 20, faster: 0 });
});

test('but not among few', () => expect(rankOf(built(spans.slice(0, 9)).columns, 0)).toBeUndefined());
