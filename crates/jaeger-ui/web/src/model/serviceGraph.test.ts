import { describe, expect, it } from 'vitest';

import { errorRate, graphOf, narrow, toCsv, toDot } from './serviceGraph';

const CALLS = [
  { parent: 'edge', child: 'web', calls: 100, errors: 2 },
  { parent: 'web', child: 'cart', calls: 60, errors: 0 },
  { parent: 'web', child: 'pay', calls: 20, errors: 5 },
  { parent: 'pay', child: 'bank', calls: 20, errors: 5 },
  { parent: 'cart', child: 'cart', calls: 7, errors: 0 },
];
const graph = graphOf(CALLS);
const edgesOf = ({ edges }: typeof graph) => edges.map(({ parent, child }) => `${parent}>${child}`).sort();

describe('graph of services', () => {
  it('sums calls in and out, without those to itself', () => {
    expect(graph.nodes[0]).toMatchObject({
      name: 'web',
      callsIn: 100,
      callsOut: 80,
      errorsIn: 2,
      callers: 1,
      callees: 2,
    });
    expect(graph.nodes.find(({ name }) => name === 'cart')).toMatchObject({ callsIn: 60, callsOut: 0 });
    expect(graph.edges.map(({ calls }) => calls)).toEqual([100, 60, 20, 20, 7]);
  });

  it('puts edges of the same pair together', () => {
    expect(graphOf([...CALLS, ...CALLS]).edges[0]).toMatchObject({ calls: 200, errors: 4 });
    expect(
      graphOf([
        { parent: 'ab', child: 'c', calls: 1 },
        { parent: 'a', child: 'bc', calls: 1 },
      ]).edges,
    ).toHaveLength(2);
  });

  it('is narrowed by calls and number', () => {
    expect(edgesOf(narrow(graph, { min: 60 }))).toEqual(['edge>web', 'web>cart']);
    expect(edgesOf(narrow(graph, { top: 1 }))).toEqual(['edge>web']);
    expect(narrow(graph, {})).toBe(graph);
  });

  it('is narrowed around a focus by hops', () => {
    expect(edgesOf(narrow(graph, { focus: 'pay' }))).toEqual(['edge>web', 'pay>bank', 'web>pay']);
    expect(edgesOf(narrow(graph, { focus: 'pay', up: 1, down: 0 }))).toEqual(['web>pay']);
    expect(narrow(graph, { focus: 'nobody' })).toMatchObject({ edges: [], nodes: [{ name: 'nobody' }] });
  });

  it('knows the share of failed calls only where it is counted', () => {
    expect(errorRate(CALLS[2])).toBe(0.25);
    expect(errorRate({ parent: 'a', child: 'b', calls: 3 })).toBeUndefined();
  });

  it('is written as text that no name breaks', () => {
    const hostile = graphOf([{ parent: 'a"\n; x', child: '=cmd()', calls: 1 }]);
    expect(toDot(hostile)).toContain('"a\\" ; x" -> "=cmd()" [label="1"];');
    expect(toCsv(hostile.edges)).toBe('caller,callee,calls\r\n"a""\n; x",\'=cmd(),1\r\n');
    expect(toCsv(CALLS.slice(0, 1))).toBe('caller,callee,calls,errors\r\nedge,web,100,2\r\n');
  });
});
