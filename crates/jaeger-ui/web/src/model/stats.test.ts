import { describe, expect, it } from 'vitest';
import { DocumentSource } from './documentSource';
import { toModel } from './derive';
import { spanGraph, rowsOfNode } from './graph';
import { statistics } from './stats';
import { built } from './testTraces';

const trace = built([
  { id: '1', service: 'web', name: 'GET', start: 0, duration: 1000 },
  { id: '2', parent: '1', service: 'db', name: 'SELECT', start: 0, duration: 100, attributes: { table: 'users' } },
  { id: '3', parent: '1', service: 'db', name: 'SELECT', start: 100, duration: 300, error: true, attributes: { table: 'orders' } },
  { id: '4', parent: '1', service: 'db', name: 'INSERT', start: 950, duration: 100, attributes: { table: 'orders' } },
]);
const model = toModel(trace.columns);

describe('statistics', () => {
  it('has the largest self time first', () => {
    const { rows, range } = statistics(model, 'service');
    expect(range).toEqual({ min: 100, max: 1000 });
    expect(rows.map(({ value, count, errors, total, self }) => [value, count, errors, total, self])).toEqual([
      ['web', 1, 0, 1000, 550],
      ['db', 3, 1, 500, 500],
    ]);
    expect(rows[1]).toMatchObject({ average: 500 / 3, p50: 100, p90: 300, p99: 300, max: 300 });
    expect(rows[0].share + rows[1].share).toBeCloseTo(1);
    expect(Array.from(rows[1].histogram).reduce((sum, bin) => sum + bin, 0)).toBe(3);
    expect(rows[1].histogram[0]).toBe(2);
    expect(rows[0].histogram[15]).toBe(1);
  });

  it('groups within groups, and by attributes', () => {
    const table = new DocumentSource(trace).attribute('table');
    const { rows } = statistics(model, table, 'name');
    expect(rows.map(({ value, count, groups }) => [value, count, groups.map((group) => group.value)])).toEqual([
      [null, 1, ['GET']],
      ['orders', 2, ['SELECT', 'INSERT']],
      ['users', 1, ['SELECT']],
    ]);
  });

  it('counts only the spans it is given', () => {
    const { rows, range } = statistics(model, 'service', 'name', Uint32Array.of(1, 3));
    expect(range).toEqual({ min: 100, max: 100 });
    expect(rows.map(({ value, count, share, max }) => [value, count, share, max])).toEqual([['db', 2, 1, 100]]);
    expect(rows[0].groups.map(({ value, count, share }) => [value, count, share])).toEqual([
      ['SELECT', 1, 0.5],
      ['INSERT', 1, 0.5],
    ]);
    expect(rows[0].histogram[0]).toBe(2);
    expect(statistics(model, 'service', undefined, new Uint32Array(0)).rows).toEqual([]);
  });

  it('is empty for no spans', () => {
    expect(statistics(toModel(built([]).columns), 'kind').rows).toEqual([]);
  });
});

describe('graph', () => {
  it('has a node for each path', () => {
    const graph = spanGraph(model);
    expect(graph.nodes.map(({ service, name, spans, errors, self }) => [service, name, spans, errors, self])).toEqual([
      ['web', 'GET', 1, 0, 550],
      ['db', 'SELECT', 2, 1, 400],
      ['db', 'INSERT', 1, 0, 100],
    ]);
    expect(graph.edges).toEqual([
      { from: 0, to: 1, calls: 2, errors: 1, detached: 0 },
      { from: 0, to: 2, calls: 1, errors: 0, detached: 1 },
    ]);
    expect(Array.from(rowsOfNode(graph, 1))).toEqual([1, 2]);
  });
});
