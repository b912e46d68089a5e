import { describe, expect, it } from 'vitest';

import { diffPaths } from '../../model/diff';
import { modelOf } from '../../model/testTraces';
import { diffPart, figureOf, lineOf, TINTS, titleOf } from './diffGraph';
import { foldPath } from './fold';
import { differs, pathTree } from './pathRows';
import { emptyCompare } from '../../url/compare';

const A = modelOf([
  { id: '1', service: 'web', name: 'GET', start: 0, duration: 100 },
  { id: '2', parent: '1', service: 'db', name: 'SELECT', start: 0, duration: 10 },
  { id: '3', parent: '1', service: 'db', name: 'SELECT', start: 20, duration: 10 },
  { id: '4', parent: '1', service: 'cache', name: 'get', start: 50, duration: 10 },
  { id: '5', parent: '4', service: 'cache', name: 'wait', start: 50, duration: 5 },
]);
const B = modelOf([
  { id: '1', service: 'web', name: 'GET', start: 0, duration: 300 },
  { id: '6', parent: '1', service: 'auth', name: 'check', start: 0, duration: 100 },
  { id: '2', parent: '1', service: 'db', name: 'SELECT', start: 120, duration: 40 },
  { id: '7', parent: '6', service: 'auth', name: 'sign', start: 0, duration: 90 },
]);
const nodes = diffPaths(A, B);
const rows = pathTree(nodes, {}, new Set());
const named = (name: string) => rows.find(({ node }) => node.name === name) ?? rows[0];

describe('the graph of two traces', () => {
  it('has every path of both once, joined to its caller', () => {
    const part = diffPart(nodes, rows, 500);
    expect(part.nodes.map(({ name }) => name)).toEqual(['GET', 'SELECT', 'get', 'wait', 'check', 'sign']);
    expect(part.edges.map(({ from, to }) => [nodes[from].name, nodes[to].name])).toEqual([
      ['GET', 'SELECT'],
      ['GET', 'get'],
      ['get', 'wait'],
      ['GET', 'check'],
      ['check', 'sign'],
    ]);
    // The heaviest way runs straight, whichever trace it is of.
    expect(part.weight[named('check').index]).toBeGreaterThan(part.weight[named('SELECT').index]);
  });

  it('of too many paths has those that differ most, and what leads to them', () => {
    const part = diffPart(nodes, rows, 3);
    expect(part.nodes.map(({ name }) => name)).toEqual(['GET', 'check', 'sign']);
    expect(part.edges).toHaveLength(2);
  });

  it('leaves out what is equal, and what is folded', () => {
    const same = diffPaths(A, A);
    expect(diffPart(same, pathTree(same, { differs }, new Set()), 500).nodes).toEqual([]);
    const folded = pathTree(nodes, {}, new Set([String(named('check').index)]));
    expect(diffPart(nodes, folded, 500).nodes.map(({ name }) => name)).not.toContain('sign');
  });

  it('says in words what its colours say', () => {
    expect(['GET', 'SELECT', 'get', 'check'].map((name) => figureOf(named(name).node))).toEqual([
      '',
      '1 fewer',
      'only in A',
      'only in B',
    ]);
    expect(titleOf(named('check'), true)).toBe(
      'auth: check; only in B; 0 in A, 1 in B; the path below it is folded',
    );
    expect(titleOf(named('GET'), false)).toContain('as often in both; 1 in A, 1 in B; ');
  });

  it('is strong where only one has something, and grey where both are equal', () => {
    expect(TINTS.added.color).toBe(TINTS.more.color);
    expect(TINTS.removed.color).toBe(TINTS.fewer.color);
    expect(TINTS.added.color).not.toBe(TINTS.removed.color);
    expect(TINTS.added.strength).toBeGreaterThan(TINTS.more.strength);
    expect(TINTS.removed.strength).toBeGreaterThan(TINTS.fewer.strength);
    expect(lineOf({ from: 0, to: 1, node: named('get').node }).isDashed).toBe(true);
    expect(lineOf({ from: 0, to: 1, node: named('SELECT').node }).color).toBeUndefined();
  });
});

describe('folding', () => {
  it('keeps what was folded before', () => {
    expect(foldPath('3', true)({ ...emptyCompare, folded: ['1'] })).toEqual({ folded: ['1', '3'] });
    expect(foldPath('3', true)({ ...emptyCompare, folded: ['3'] })).toEqual({ folded: ['3'] });
    expect(foldPath('3', false)({ ...emptyCompare, folded: ['3'] })).toEqual({ folded: undefined });
  });
});
