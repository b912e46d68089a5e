// The rows of a trace as the page shows them, with what each of them stands for.

import type { TraceModel } from '../columns';
import type { Gap } from '../gaps';
import type { Groups, SpanGroup } from '../groups';
import type { Pruned, PrunedPart } from '../pruned';
import { isCollapsed, rowIndex, rowType, RowType } from '../rows';
import type { RowOptions } from '../rows';

/** Rows of one snapshot: more would be a page that no browser likes to open. */
export const MOST_ROWS = 2_000;

export type SnapshotLine = {
  /** 0 for a root. */
  level: number;
} & (
  | {
      is: 'span';
      row: number;
      /** Spans below it that are folded away. */
      folded: number;
    }
  | { is: 'group'; group: SpanGroup }
  | { is: 'gap'; gap: Gap }
  | { is: 'left out'; part: PrunedPart }
);

export interface Shown {
  /** The visible rows, see `rows.ts`. */
  codes: Uint32Array;
  rules: RowOptions;
  groups?: Groups;
  gaps: readonly Gap[];
  pruned?: Pruned;
  /** The row that is shown as the root, or -1. */
  root: number;
}

export function linesOf(model: TraceModel, shown: Shown, most = MOST_ROWS): SnapshotLine[] {
  const { columns, derived } = model;
  const { codes, rules, groups, gaps, pruned, root } = shown;
  const top = root < 0 ? 0 : derived.depth[root];
  const levelOf = (row: number) => Math.max(0, derived.depth[row] - top);
  const lines: SnapshotLine[] = [];
  for (const code of codes.subarray(0, most)) {
    const index = rowIndex(code);
    switch (rowType(code)) {
      case RowType.span: {
        const isFolded = derived.children[index] > 0 && isCollapsed(model, rules, index);
        lines.push({ is: 'span', row: index, level: levelOf(index), folded: isFolded ? derived.subtree[index] - 1 : 0 });
        break;
      }
      case RowType.group: {
        const group = groups?.list[index];
        if (group) lines.push({ is: 'group', group, level: levelOf(group.rows[0]) });
        break;
      }
      case RowType.gap:
        lines.push({ is: 'gap', gap: gaps[index], level: lines.at(-1)?.level ?? 0 });
        break;
      case RowType.pruned: {
        const part = pruned?.below.get(columns.parent[index]);
        if (part) lines.push({ is: 'left out', part, level: levelOf(index) });
        break;
      }
    }
  }
  return lines;
}
