// The paths of both traces as rows.

import type { DiffNode } from '../../model/diff';

export interface PathRow {
  /** Its place in the tree. */
  index: number;
  node: DiffNode;
  /** ns by which all its spans together take longer in B, with and without what they called. */
  delta: number;
  selfDelta: number;
  parent?: DiffNode;
}

export function pathRows(nodes: readonly DiffNode[], find: string | undefined): PathRow[] {
  const text = find?.trim().toLowerCase() ?? '';
  const rows: PathRow[] = [];
  for (const [index, node] of nodes.entries()) {
    const isFound = node.service.toLowerCase().includes(text) || node.name.toLowerCase().includes(text);
    if (!isFound) continue;
    rows.push({
      index,
      node,
      delta: node.b.total - node.a.total,
      selfDelta: node.b.self - node.a.self,
      parent: node.parent < 0 ? undefined : nodes[node.parent],
    });
  }
  return rows;
}

export const keyOf = ({ index }: PathRow) => String(index);
