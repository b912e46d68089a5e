// The paths of both traces as a graph.

import type { Change, DiffNode } from '../../model/diff';
import { clip, count, duration } from '../../model/format';
import type { Forest } from '../../ui/graph/place';
import type { PathRow } from './pathRows';
import { CHANGES } from './words';

export type DiffPart = Forest<DrawnPath, DiffEdge>;

export interface DrawnPath {
  /** Its place in the tree. */
  id: number;
  service: string;
  name: string;
  row: PathRow;
}

export interface DiffEdge {
  from: number;
  to: number;
  node: DiffNode;
}

/**
 * The rows as nodes. Of more than `most` those in and below which the self times differ most: whatever leads to a
 * node differs at least as much, so the part hangs together.
 */
export function diffPart(nodes: readonly DiffNode[], rows: readonly PathRow[], most: number): DiffPart {
  let drawn = rows;
  if (rows.length > most) {
    const differences = below(nodes, ({ a, b }) => Math.abs(b.self - a.self));
    const chosen = rows.toSorted((x, y) => differences[y.index] - differences[x.index] || x.index - y.index);
    drawn = chosen.slice(0, most).sort((x, y) => x.index - y.index);
  }
  return {
    nodes: drawn.map((row) => ({ id: row.index, service: row.node.service, name: row.node.name, row })),
    edges: drawn.flatMap(({ index, node }) => (node.parent < 0 ? [] : [{ from: node.parent, to: index, node }])),
    weight: below(nodes, ({ a, b }) => a.self + b.self),
  };
}

/** For each node the sum over it and all below it. */
function below(nodes: readonly DiffNode[], of: (node: DiffNode) => number): Float64Array {
  const sums = Float64Array.from(nodes, of);
  for (let at = nodes.length - 1; at >= 0; at--) if (nodes[at].parent >= 0) sums[nodes[at].parent] += sums[at];
  return sums;
}

/** Green is B's and red is A's, strong where the other has nothing, as everybody knows it from Jaeger. */
export const TINTS: Record<Change, { color: string; strength: number }> = {
  same: { color: 'var(--muted)', strength: 8 },
  more: { color: 'var(--good)', strength: 14 },
  fewer: { color: 'var(--error)', strength: 14 },
  added: { color: 'var(--good)', strength: 34 },
  removed: { color: 'var(--error)', strength: 34 },
};

/** What a node says at its end. */
export function figureOf({ change, a, b }: DiffNode): string {
  if (change !== 'same') return CHANGES[change].text(a.spans, b.spans);
  return a.spans === 1 ? '' : `×${count(a.spans)}`;
}

/** All of it in a sentence. */
export function titleOf({ node, below: paths }: PathRow, isFolded: boolean): string {
  const { service, name, change, a, b } = node;
  const parts = [
    change === 'same' ? 'as often in both' : CHANGES[change].text(a.spans, b.spans),
    `${count(a.spans)} in A, ${count(b.spans)} in B`,
    a.errors + b.errors > 0 ? `failed: ${count(a.errors)} in A, ${count(b.errors)} in B` : '',
    a.spans > 0 && b.spans > 0 ? `${duration(a.total)} in A, ${duration(b.total)} in B` : '',
    isFolded ? (paths === 1 ? 'the path below it is folded' : `the ${count(paths)} paths below it are folded`) : '',
  ];
  return `${clip(service, 100)}: ${clip(name, 200)}; ${parts.filter(Boolean).join('; ')}`;
}

export function lineOf({ node }: DiffEdge): { width: number; color?: string; isDashed?: boolean } {
  const { change, a, b } = node;
  const only = change === 'added' || change === 'removed';
  return {
    width: Math.min(5, 1 + Math.log10(Math.max(a.spans, b.spans))),
    color: only ? TINTS[change].color : undefined,
    isDashed: change === 'removed',
  };
}
