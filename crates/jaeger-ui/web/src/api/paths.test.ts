import { beforeEach, expect, test, vi } from 'vitest';

import { modelOf } from '../model/testTraces';
import { MOST_TRACES, readPaths } from './paths';
import { searchTraces } from './search';
import { openTrace } from './trace';

vi.mock('./search', () => ({ searchTraces: vi.fn() }));
vi.mock('./trace', () => ({ openTrace: vi.fn() }));

const ASKED = { focal: { service: 'b', operation: 'read' }, start: 1000, end: 5000 };
const { columns } = modelOf([{ id: '1', service: 'b', name: 'read', start: 0, duration: 1 }]);

function finds(...spans: number[]): void {
  const summaries = spans.map((count, at) => ({ traceId: `t${at}`, spans: count }));
  vi.mocked(searchTraces).mockResolvedValue({ summaries } as never);
}

beforeEach(() => {
  vi.mocked(openTrace).mockReset();
  vi.mocked(openTrace).mockImplementation(async (traceId) => ({ model: { columns: { ...columns, traceId } } }) as never);
});

test('the newest traces of the service and its span name are asked for', async () => {
  finds();
  expect(await readPaths(ASKED)).toEqual({ traces: [], isFull: false, large: 0, unread: 0 });
  expect(vi.mocked(searchTraces).mock.lastCall?.[0]).toMatchObject({
    form: { service: 'b', operation: 'read' }, startNano: 1_000_000n, limit: MOST_TRACES, sort: 'start_desc',
  });
});

test('traces stay in the order of the search, whichever is read first', async () => {
  finds(1, 1, 1);
  vi.mocked(openTrace).mockImplementation(async (traceId) => {
    await new Promise((resolve) => setTimeout(resolve, traceId === 't0' ? 20 : 1));
    return { model: { columns: { ...columns, traceId } } } as never;
  });
  const told: number[] = [];
  const { traces } = await readPaths(ASKED, { onProgress: (done) => told.push(done) });
  expect(traces.map(({ traceId }) => traceId)).toEqual(['t0', 't1', 't2']);
  expect(told).toEqual([0, 1, 2, 3]);
});

test('no more are read than are asked for, and none that is very large', async () => {
  finds(1_000_000, ...Array.from({ length: MOST_TRACES + 5 }, () => 1));
  const { traces, isFull, large } = await readPaths(ASKED);
  expect(traces).toHaveLength(MOST_TRACES - 1);
  expect({ isFull, large }).toEqual({ isFull: true, large: 1 });
});

test('a trace that cannot be read is left out; that none can is a failure', async () => {
  finds(1, 1);
  vi.mocked(openTrace).mockRejectedValueOnce(new Error('gone'));
  expect(await readPaths(ASKED)).toMatchObject({ unread: 1, traces: [{ traceId: 't1' }] });
  vi.mocked(openTrace).mockRejectedValue(new Error('gone'));
  await expect(readPaths(ASKED)).rejects.toThrow('gone');
});

test('who leaves the page stops the reading', async () => {
  finds(...Array.from({ length: 40 }, () => 1));
  const leaving = new AbortController();
  vi.mocked(openTrace).mockImplementation(async () => {
    leaving.abort(new Error('left'));
    throw new Error('left');
  });
  await expect(readPaths(ASKED, { signal: leaving.signal })).rejects.toThrow('left');
  expect(vi.mocked(openTrace).mock.calls.length).toBeLessThan(10);
});
