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
  /** How many paths lie below it, whether they are shown or not. */
  below: number;
}

export interface Choice {
  find?: string;
  /** Rows that are shown; without it, all. */
  differs?(row: PathRow): boolean;
}

/** A list of the paths that fit. */
export function pathRows(nodes: readonly DiffNode[], { find, differs }: Choice = {}): PathRow[] {
  const text = find?.trim().toLowerCase() ?? '';
  const fits = ({ service, name }: DiffNode) =>
    service.toLowerCase().includes(text) || name.toLowerCase().includes(text);
  return allRows(nodes).filter((row) => fits(row.node) && (differs?.(row) ?? true));
}

/**
 * A tree of the paths that fit: those above them stay, so that it is seen where they are. What lies below
 * folded paths is left out, unless something is looked for.
 */
export function pathTree(nodes: readonly DiffNode[], choice: Choice, folded: ReadonlySet<string>): PathRow[] {
  const all = allRows(nodes);
  const shown = new Uint8Array(nodes.length);
  for (const { index } of pathRows(nodes, choice)) {
    for (let at = index; at >= 0 && !shown[at]; at = nodes[at].parent) shown[at] = 1;
  }
  const isSearch = (choice.find?.trim() ?? '') !== '';
  const rows: PathRow[] = [];
  for (let at = 0; at < all.length; at++) {
    if (!shown[at]) continue;
    rows.push(all[at]);
    if (!isSearch && folded.has(keyOf(all[at]))) at += all[at].below;
  }
  return rows;
}

function allRows(nodes: readonly DiffNode[]): PathRow[] {
  const below = new Int32Array(nodes.length);
  for (let at = nodes.length - 1; at >= 0; at--) {
    if (nodes[at].parent >= 0) below[nodes[at].parent] += 1 + below[at];
  }
  return nodes.map((node, index) => ({
    index,
    node,
    delta: node.b.total - node.a.total,
    selfDelta: node.b.self - node.a.self,
    parent: node.parent < 0 ? undefined : nodes[node.parent],
    below: below[index],
  }));
}

export const keyOf = ({ index }: PathRow) => String(index);

/** Whether the two traces differ in it, times aside. */
export function differs({ node }: PathRow): boolean {
  return node.change !== 'same' || node.a.errors !== node.b.errors;
}
