import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import type { Columns } from '../columns';
import { modelOf, randomSpans } from '../testTraces';
import type { SpanText } from '../testTraces';
import { nodesOf, pathGraph } from './graph';
import type { PathGraph } from './graph';
import { partOf } from './part';
import { stepsOf } from './steps';
import type { Focal } from './steps';

/** `a > b > c`: a chain of services, each span named after its place. */
function chain(services: string, from = 1, parent?: string): SpanText[] {
  return services.split(' > ').map((text, at) => {
    const [service, name = 'work'] = text.split(':');
    const id = (from + at).toString(16);
    return { id, parent: at > 0 ? (from + at - 1).toString(16) : parent, service, name, start: from + at, duration: 100 };
  });
}

function through(focal: string | Focal, traces: SpanText[][], withNames = false): PathGraph {
  const asked = typeof focal === 'string' ? { service: focal } : focal;
  const steps = traces.map((spans, at) => ({ ...stepsOf(modelOf(spans).columns, asked), traceId: `t${at}` }));
  return pathGraph(steps, { withNames, operation: asked.operation });
}

/** Each way with how often it was taken, and in how many traces. */
function ways(graph: PathGraph): string[] {
  const nameOf = (path: PathGraph['paths'][number]) =>
    nodesOf(graph, path).map(({ service, name }) => (name === '' ? service : `${service}:${name}`)).join(' > ');
  return graph.paths.map((path) => `${nameOf(path)} ×${path.taken} in ${path.traces}`).sort();
}

describe('ways through a service', () => {
  test('are those from where traces begin to where they end', () => {
    const graph = through('b', [chain('a > b > c'), chain('a > b > d'), chain('x > b > c'), chain('a > c')]);
    expect(ways(graph)).toEqual(['a > b > c ×1 in 1', 'a > b > d ×1 in 1', 'x > b > c ×1 in 1']);
    expect(graph.traces).toBe(3);
    expect(graph.nodes[0]).toMatchObject({ service: 'b', level: 0, toward: -1, traces: 3, taken: 3 });
    expect(graph.nodes.filter(({ level }) => level < 0).map(({ service, traces }) => [service, traces])).toEqual([['a', 2], ['x', 1]]);
  });

  test('are counted as often as they are taken, and once for each trace', () => {
    const twice = [...chain('a > b > c'), ...chain('b > c', 10, '1')];
    expect(ways(through('b', [twice, chain('a > b > c')]))).toEqual(['a > b > c ×3 in 2']);
  });

  test('keep what a service does by itself in one step', () => {
    const graph = through('b', [chain('a > a > b > b > b > c > c')]);
    expect(ways(graph)).toEqual(['a > b > c ×1 in 1']);
  });

  test('hold a service that is entered again as another step', () => {
    expect(ways(through('b', [chain('a > b > a > b > c')]))).toEqual(['a > b > a > b > c ×1 in 1']);
    expect(ways(through('a', [chain('a > b > a')]))).toEqual(['a > b > a ×1 in 1']);
  });

  test('end where what is called sends no spans, and tell nothing of it', () => {
    const query: SpanText = { id: '9', parent: '2', service: 'b', name: 'SELECT', kind: 3, start: 5, duration: 1, attributes: { 'db.system': 'postgresql' } };
    expect(ways(through('b', [[...chain('a > b'), query]]))).toEqual(['a > b ×1 in 1']);
  });

  test('begin where a parent is missing', () => {
    expect(ways(through('b', [chain('b > c', 5, 'ff')]))).toEqual(['b > c ×1 in 1']);
  });

  test('do not run in circles where spans name each other as parents', () => {
    const circle: SpanText[] = [
      { id: '1', parent: '2', service: 'a', start: 0, duration: 10 },
      { id: '2', parent: '1', service: 'b', start: 1, duration: 5 },
    ];
    expect(through('b', [circle]).paths.length).toBeGreaterThan(0);
    expect(through('b', [[{ id: '1', parent: '1', service: 'b', start: 0, duration: 1 }]]).nodes).toHaveLength(1);
  });

  test('are none where the service is not, or only a part of its name is', () => {
    expect(through('b', [chain('a > bb > c')])).toEqual({ nodes: [], paths: [], traces: 0, isCut: false });
    expect(through({ service: 'b', operation: 'read' }, [chain('a > b:reads')]).nodes).toEqual([]);
    // The name is there, in another service.
    expect(through({ service: 'b', operation: 'read' }, [chain('a:read > b:write')]).nodes).toEqual([]);
  });

  test('go through a span name, even where the service was entered with another', () => {
    const spans = chain('a:get > b:serve > b:read > c:load');
    expect(ways(through({ service: 'b', operation: 'read' }, [spans], true))).toEqual(['a:get > b:serve > b:read > c:load ×1 in 1']);
    // Services alone: the same service twice in a row is one.
    expect(ways(through({ service: 'b', operation: 'read' }, [spans]))).toEqual(['a > b:read > c ×1 in 1']);
    expect(ways(through({ service: 'b', operation: 'read' }, [chain('b:read > b:read > b:read')], true))).toEqual(['b:read ×1 in 1']);
  });

  test('are told apart by span names when asked for', () => {
    const traces = [chain('a:get > b:read > c:x'), chain('a:put > b:write > c:x')];
    expect(ways(through('b', traces, true))).toEqual(['a:get > b > c:x ×1 in 1', 'a:put > b > c:x ×1 in 1']);
    expect(ways(through('b', traces))).toEqual(['a > b > c ×2 in 2']);
  });

  test('tell where they failed, and not of callers', () => {
    const spans = chain('a > b > c').map((span) => ({ ...span, error: true }));
    const { nodes } = through('b', [spans]);
    expect(nodes.map(({ service, failed }) => [service, failed])).toEqual([['b', 1], ['a', 0], ['c', 1]]);
  });

  test('have keys that stay when more is read', () => {
    const keysOf = (graph: PathGraph) => new Map(graph.nodes.map(({ service, level, key }) => [`${service} ${level}`, key]));
    const few = keysOf(through('b', [chain('a > b > c')]));
    const more = keysOf(through('b', [chain('z > b > q'), chain('a > b > c')]));
    for (const [name, key] of few) expect(more.get(name)).toBe(key);
    expect(new Set(more.values()).size).toBe(more.size);
  });
});

describe('of very many', () => {
  const wide = [{ id: 'fff', service: 'a', start: 0, duration: 1000 }, ...Array.from({ length: 50 }, (_, at) => ({
    id: (at + 1).toString(16), parent: 'fff', service: `s${at}`, start: at, duration: 1,
  }))];

  test('steps so many are kept, and it is said', () => {
    const steps = stepsOf(modelOf(wide).columns, { service: 'a' }, 10);
    expect(steps.before).toHaveLength(10);
    expect(steps.isCut).toBe(true);
    const roots = wide.slice(1).map((span) => ({ ...span, parent: undefined }));
    expect(stepsOf(modelOf(roots).columns, { service: 's1' }, 10)).toMatchObject({ isCut: true });
    expect(stepsOf(modelOf(wide).columns, { service: 'a' }).isCut).toBe(false);
  });

  test('nodes so many are kept, and it is said', () => {
    const steps = stepsOf(modelOf(wide).columns, { service: 'a' });
    const graph = pathGraph([steps], { withNames: false }, 10);
    expect(graph.nodes).toHaveLength(10);
    expect(graph.isCut).toBe(true);
  });

  test('those of the most traces are drawn, all of which hang together', () => {
    const graph = through('b', [chain('a > b > c'), chain('a > b > c > d'), chain('x > b'), chain('y > b > z')]);
    const part = partOf(graph, {}, 4);
    expect(part.nodes.map(({ service }) => service)).toEqual(['b', 'a', 'c', 'x']);
    expect(part).toMatchObject({ of: graph.nodes.length, before: 0, behind: 0 });
    const ids = new Set(part.nodes.map(({ id }) => id));
    expect(part.edges.every(({ from, to }) => ids.has(from) && ids.has(to))).toBe(true);
    expect(part.edges).toHaveLength(part.nodes.length - 1);
  });

  test('calls are followed so far, and what lies beyond is counted', () => {
    const graph = through('c', [chain('a > b > c > d > e > f')]);
    const part = partOf(graph, { up: 1, down: 2 }, 100);
    expect(part.nodes.map(({ service }) => service).sort()).toEqual(['b', 'c', 'd', 'e']);
    expect(part).toMatchObject({ of: 4, before: 1, behind: 1 });
    const serviceOf = (id: number) => graph.nodes[id].service;
    expect(part.edges.map(({ from, to }) => serviceOf(from) + serviceOf(to)).sort()).toEqual(['bc', 'cd', 'de']);
  });
});

/** The same, span by span: each end of a stay in a service, back to where its trace begins. */
function slowly({ columns, service }: { columns: Columns; service: string }): string[] {
  const { count, parent, services } = columns;
  const serviceOf = (row: number) => services[columns.service[row]];
  const isEntry = (row: number) => parent[row] < 0 || serviceOf(parent[row]) !== serviceOf(row);
  const found = new Map<string, number>();
  for (let row = 0; row < count; row++) {
    if (!isEntry(row)) continue;
    // Whether anything in the stay that begins here calls another service.
    let leads = false;
    for (let other = 0; other < count; other++) {
      let at = other;
      if (!isEntry(other) || parent[other] < 0) continue;
      at = parent[other];
      while (!isEntry(at)) at = parent[at];
      leads ||= at === row;
    }
    const way: string[] = [];
    for (let at = row; at >= 0; at = parent[at]) if (isEntry(at)) way.unshift(serviceOf(at));
    if (leads || !way.includes(service)) continue;
    found.set(way.join(' > '), (found.get(way.join(' > ')) ?? 0) + 1);
  }
  return [...found].map(([way, taken]) => `${way} ×${taken} in 1`).sort();
}

test('any trace gives the ways that are found span by span', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(100_000), { maxLength: 40 }), (numbers) => {
      if (numbers.length === 0) return;
      const { columns } = modelOf(randomSpans(numbers));
      const graph = pathGraph([stepsOf(columns, { service: 'b' })], { withNames: false });
      expect(ways(graph)).toEqual(slowly({ columns, service: 'b' }));
    }),
    { numRuns: 300 },
  );
});
