import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import type { TraceCells } from '../../api/cells';
import { decodeCells, MOST_IDS } from '../../api/cells';
import { CellStore } from './cellStore';

function cellsOf(traceId: string, keys: readonly string[]): TraceCells {
  return {
    traceId,
    self: [{ service: 'web', nanos: 7 }],
    failing: [],
    values: Object.fromEntries(keys.map((key) => [key, [`${key} of ${traceId}`]])),
  };
}

const row = (number: number, spans = 1) => ({ traceId: String(number), spans });

describe('cells of rows in sight', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  function storeOf(answer: (ids: readonly string[], keys: readonly string[]) => Promise<readonly TraceCells[]>) {
    const ask = vi.fn(answer);
    return { ask, store: new CellStore(ask, 10) };
  }
  const knowsAll = async (ids: readonly string[], keys: readonly string[]) => ids.map((id) => cellsOf(id, keys));

  it('asks once for what is in sight when it is quiet', async () => {
    const { ask, store } = storeOf(knowsAll);
    const [changed, alsoChanged] = [vi.fn(), vi.fn()];
    const leave = store.watch(row(1), changed);
    store.watch(row(2), changed);
    store.watch(row(2), alsoChanged);
    leave();
    expect(store.get(row(2)).isSettled).toBe(false);
    await vi.advanceTimersByTimeAsync(100);
    expect(ask.mock.calls).toEqual([[['2'], []]]);
    expect(changed).toHaveBeenCalledTimes(1);
    expect(alsoChanged).toHaveBeenCalledTimes(1);
    expect(store.get(row(2))).toBe(store.get(row(2)));
    expect(store.get(row(2)).cells?.self).toEqual([{ service: 'web', nanos: 7 }]);

    store.watch(row(2), changed);
    await vi.advanceTimersByTimeAsync(100);
    expect(ask).toHaveBeenCalledTimes(1);
  });

  it('asks again for a trace that has grown, and for a new column', async () => {
    const { ask, store } = storeOf(knowsAll);
    store.watch(row(1), () => undefined);
    await vi.advanceTimersByTimeAsync(100);
    store.watch(row(1, 2), () => undefined);
    await vi.advanceTimersByTimeAsync(100);
    store.setKeys(['k']);
    await vi.advanceTimersByTimeAsync(100);
    expect(ask.mock.calls.map(([, keys]) => keys)).toEqual([[], [], ['k']]);
    expect(store.get(row(1)).cells?.values).toEqual({ k: ['k of 1'] });
    store.setKeys([]);
    await vi.advanceTimersByTimeAsync(100);
    expect(ask).toHaveBeenCalledTimes(3);
  });

  it('asks for no more than the server answers, one question at a time', async () => {
    const { ask, store } = storeOf(knowsAll);
    for (let number = 0; number < MOST_IDS + 5; number++) store.watch(row(number), () => undefined);
    await vi.advanceTimersByTimeAsync(10);
    expect(ask.mock.calls.map(([ids]) => ids.length)).toEqual([MOST_IDS]);
    await vi.advanceTimersByTimeAsync(100);
    expect(ask.mock.calls.map(([ids]) => ids.length)).toEqual([MOST_IDS, 5]);
  });

  it.each([
    ['a server that fails', () => Promise.reject(new Error('503'))],
    ['a trace that is gone', () => Promise.resolve([])],
  ])('%s is not asked again and again', async (_, answer) => {
    const { ask, store } = storeOf(answer);
    const leave = store.watch(row(1), () => undefined);
    await vi.advanceTimersByTimeAsync(1000);
    expect(ask).toHaveBeenCalledTimes(1);
    expect(store.get(row(1))).toEqual({ cells: undefined, isSettled: true });
    leave();
    store.watch(row(1), () => undefined);
    await vi.advanceTimersByTimeAsync(1000);
    expect(ask).toHaveBeenCalledTimes(2);
  });
});

describe('the answer of the server', () => {
  it.each([undefined, null, 7, [], {}, { cells: 7 }, { cells: [7, {}, { traceId: 7 }] }])('%j holds nothing', (reply) => {
    expect(decodeCells(reply)).toEqual([]);
  });

  it('is read as far as it can be', () => {
    const cells = [{ traceId: 'a', self: [{ service: 'web', nanos: 5 }, { service: 7 }], failing: 7, values: { k: ['v', 7] } }];
    expect(decodeCells({ cells })).toEqual([{ traceId: 'a', self: [{ service: 'web', nanos: 5 }], failing: [], values: { k: ['v'] } }]);
  });
});
