import { expect, test } from 'vitest';

import type { DiffNode } from '../../model/diff';
import { pathRows, pathTree } from './pathRows';

const side = { spans: 1, errors: 0, total: 10, self: 5 };

function node(parent: number, name: string, change: DiffNode['change'] = 'same'): DiffNode {
  return { parent, depth: 0, service: 'shop', name, change, a: side, b: side, delta: 0 };
}

/** root > (left > leaf, right > added) */
const NODES = [node(-1, 'root'), node(0, 'left'), node(1, 'leaf'), node(0, 'right'), node(3, 'fresh', 'added')];
const differs = ({ node: { change } }: { node: DiffNode }) => change !== 'same';
const names = (rows: { node: DiffNode }[]) => rows.map((row) => row.node.name);

test('a list holds what fits', () => {
  expect(names(pathRows(NODES))).toEqual(['root', 'left', 'leaf', 'right', 'fresh']);
  expect(names(pathRows(NODES, { find: 'LEAF' }))).toEqual(['leaf']);
  expect(names(pathRows(NODES, { differs }))).toEqual(['fresh']);
});

test('a tree holds what is above as well', () => {
  expect(names(pathTree(NODES, { differs }, new Set()))).toEqual(['root', 'right', 'fresh']);
  expect(names(pathTree(NODES, { find: 'leaf' }, new Set(['1'])))).toEqual(['root', 'left', 'leaf']);
});

test('what is folded hides all below it', () => {
  expect(names(pathTree(NODES, {}, new Set(['1'])))).toEqual(['root', 'left', 'right', 'fresh']);
  expect(names(pathTree(NODES, {}, new Set(['0', '3'])))).toEqual(['root']);
  expect(pathTree(NODES, {}, new Set(['0']))[0].below).toBe(4);
});
