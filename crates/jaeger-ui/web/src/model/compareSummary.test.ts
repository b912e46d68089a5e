import { describe, expect, it } from 'vitest';

import { summarizeDiff } from './compareSummary';
import { diffPaths } from './diff';
import { modelOf } from './testTraces';
import type { SpanText } from './testTraces';

const trace = (charge: number, more: SpanText[] = []) =>
  modelOf([
    { id: '1', service: 'web', name: 'GET', start: 0, duration: charge + 20 },
    { id: '2', parent: '1', service: 'payment', name: 'charge', start: 10, duration: charge },
    ...more,
  ]);

const summary = (a: ReturnType<typeof trace>, b: ReturnType<typeof trace>) => summarizeDiff(a, b, diffPaths(a, b));

describe('summary of two traces', () => {
  it('names where the time went', () => {
    const { delta, cause } = summary(trace(80), trace(480));
    expect(delta).toBe(400);
    expect(cause).toEqual({ service: 'payment', name: 'charge', delta: 400, share: 1 });
  });

  it('names it when B is faster, too', () => {
    expect(summary(trace(480), trace(80)).cause).toMatchObject({ name: 'charge', delta: -400, share: 1 });
  });

  it('gives no reason for next to nothing', () => {
    expect(summary(trace(1000), trace(1020)).cause).toBeUndefined();
  });

  it('counts what only one has, and failures', () => {
    const b = trace(80, [{ id: '3', parent: '1', service: 'cache', name: 'get', start: 5, duration: 2, error: true }]);
    expect(summary(trace(80), b)).toMatchObject({ onlyA: 0, onlyB: 1, recounted: 0, errorsA: 0, errorsB: 1 });
  });
});
