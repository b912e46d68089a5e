import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alignTraces } from './align';
import { diffAttributes } from './attributeDiff';
import { diffPaths } from './diff';
import { modelOf, randomSpans } from './testTraces';

const a = modelOf([
  { id: '1', service: 'web', name: 'GET', start: 0, duration: 100 },
  { id: '2', parent: '1', service: 'db', name: 'SELECT', start: 0, duration: 10 },
  { id: '3', parent: '1', service: 'db', name: 'SELECT', start: 20, duration: 10 },
  { id: '4', parent: '1', service: 'cache', name: 'get', start: 50, duration: 10 },
]);
const b = modelOf([
  { id: '1', service: 'web', name: 'GET', start: 0, duration: 300 },
  { id: '5', parent: '1', service: 'auth', name: 'check', start: 0, duration: 10 },
  { id: '2', parent: '1', service: 'db', name: 'SELECT', start: 20, duration: 40 },
]);

describe('paths of two traces', () => {
  it('tell what changed', () => {
    const nodes = diffPaths(a, b).map((node) => [node.parent, node.name, node.change, node.a.spans, node.b.spans, node.delta]);
    expect(nodes).toEqual([
      [-1, 'GET', 'same', 1, 1, 200],
      [0, 'SELECT', 'fewer', 2, 1, 30],
      [0, 'get', 'removed', 1, 0, null],
      [0, 'check', 'added', 0, 1, null],
    ]);
  });

  it('are the same for the same trace', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(100_000), { maxLength: 30 }), (numbers) => {
        const model = modelOf(randomSpans(numbers));
        const nodes = diffPaths(model, model);
        expect(nodes.every((node, index) => node.change === 'same' && node.delta === 0 && node.parent < index)).toBe(true);
        expect(nodes.reduce((sum, node) => sum + node.a.spans, 0)).toBe(numbers.length);
      }),
    );
  });
});

describe('alignment', () => {
  it('puts the same calls on the same row', () => {
    const { a: ofA, b: ofB, depth, matched } = alignTraces(a, b);
    expect(Array.from(ofA)).toEqual([0, -1, 1, 2, 3]);
    expect(Array.from(ofB)).toEqual([0, 1, 2, -1, -1]);
    expect(Array.from(depth)).toEqual([0, 1, 1, 1, 1]);
    expect(matched).toBe(2);
  });

  it('has every span of both once', () => {
    const numbers = fc.array(fc.nat(100_000), { maxLength: 30 });
    fc.assert(
      fc.property(numbers, numbers, (first, second) => {
        const { a: ofA, b: ofB } = alignTraces(modelOf(randomSpans(first)), modelOf(randomSpans(second)));
        const rows = (side: Int32Array) => Array.from(side).filter((row) => row >= 0).sort((x, y) => x - y);
        expect(rows(ofA)).toEqual(first.map((_, row) => row));
        expect(rows(ofB)).toEqual(second.map((_, row) => row));
      }),
    );
  });
});

describe('attributes of two spans', () => {
  it('stand side by side', () => {
    const before = [{ key: 'x', value: 1 }, { key: 'y', value: 'same' }, { key: 'gone', value: true }];
    const after = [{ key: 'x', value: 2 }, { key: 'y', value: 'same' }, { key: 'new', value: 'n' }];
    expect(diffAttributes(before, after)).toEqual([
      { key: 'gone', change: 'removed', a: 'true' },
      { key: 'new', change: 'added', b: 'n' },
      { key: 'x', change: 'changed', a: '1', b: '2' },
      { key: 'y', change: 'same', a: 'same', b: 'same' },
    ]);
  });
});
