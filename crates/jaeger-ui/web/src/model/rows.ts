// The rows that the timeline shows, as one number each, so that a million of them is one array.
//
// The two highest bits of a code say what the row is, the rest which one: 0 a span (its row), 1 a group of equal
// siblings (index into `Groups.list`), 2 a gap in time (index into the list of gaps), 3 what the service filter leaves out
// below a span (the first row of it).

import type { TraceModel } from './columns';
import type { Gap } from './gaps';
import type { Groups } from './groups';
import type { Pruned } from './pruned';

export const RowType = { span: 0, group: 1, gap: 2, pruned: 3 } as const;
export type RowType = (typeof RowType)[keyof typeof RowType];

const TYPE_SHIFT = 30;
const INDEX_MASK = 0x3fff_ffff;

export const rowType = (code: number): RowType => (code >>> TYPE_SHIFT) as RowType;
export const rowIndex = (code: number): number => code & INDEX_MASK;
export const rowCode = (type: RowType, index: number): number => ((type << TYPE_SHIFT) | index) >>> 0;

export interface RowOptions {
  /** Rows that are the other way round than the rules below say: closed without a rule. */
  collapsed: ReadonlySet<number>;
  /** Spans of this depth are closed, those of a root being 0. */
  depthLimit?: number;
  /** Spans shorter than this are closed. */
  collapseBelowNanos?: number;
  /** Not 0 for rows that are left out; what is below them is not. */
  hidden?: Uint8Array;
  /** What is left out with all that is below it. A row for it stands where the first of it would be. */
  pruned?: Pruned;
  /** Only this span and what is below it. */
  root?: number;
  groups?: Groups;
  /** First rows of groups that are open: their members follow them. */
  openGroups?: ReadonlySet<number>;
  /** Each stands before the first row that begins after it. */
  gaps?: readonly Gap[];
}

export function visibleRows(model: TraceModel, options: RowOptions): Uint32Array {
  return new Rows(model, options).collect();
}

/** Whether a row that has children shows none of them. */
export function isCollapsed({ columns, derived }: TraceModel, options: RowOptions, row: number): boolean {
  const byRule = derived.depth[row] >= (options.depthLimit ?? Number.POSITIVE_INFINITY)
    || columns.duration[row] < (options.collapseBelowNanos ?? 0);
  return byRule !== options.collapsed.has(row);
}

/**
 * For each span its place among the visible rows, or -1. A member of a closed group has the place of the group; a
 * span within a collapsed one has none.
 */
export function rowPositions(model: TraceModel, codes: Uint32Array, groups?: Groups): Int32Array {
  const positions = new Int32Array(model.columns.count).fill(-1);
  for (let position = 0; position < codes.length; position++) {
    const index = rowIndex(codes[position]);
    const type = rowType(codes[position]);
    if (type === RowType.span) {
      positions[index] = position;
    } else if (type === RowType.group && groups !== undefined) {
      for (const row of groups.list[index].rows) positions[row] = position;
    }
  }
  return positions;
}

/** The place of the span, or else of the nearest one above it that has a place; -1 if there is none. */
export function nearestPosition(model: TraceModel, positions: Int32Array, row: number): number {
  let at = row;
  while (at >= 0 && positions[at] < 0) at = model.columns.parent[at];
  return at < 0 ? -1 : positions[at];
}

class Rows {
  readonly #model: TraceModel;
  readonly #options: RowOptions;
  readonly #codes: Uint32Array;
  #length = 0;
  #nextGap = 0;
  readonly #doneGroups: Uint8Array;
  readonly #donePruned = new Set<number>();

  constructor(model: TraceModel, options: RowOptions) {
    this.#model = model;
    this.#options = options;
    const groups = options.groups?.list.length ?? 0;
    const pruned = options.pruned?.below.size ?? 0;
    this.#codes = new Uint32Array(model.columns.count + groups + pruned + (options.gaps?.length ?? 0));
    this.#doneGroups = new Uint8Array(groups);
  }

  collect(): Uint32Array {
    const { columns, derived } = this.#model;
    const { hidden, root, collapsed, groups, gaps, pruned } = this.#options;
    const { subtree, depth } = derived;
    const { duration } = columns;
    const depthLimit = this.#options.depthLimit ?? Number.POSITIVE_INFINITY;
    const below = this.#options.collapseBelowNanos ?? 0;
    const toggled = marks(columns.count, collapsed);
    const hasGaps = gaps !== undefined && gaps.length > 0;
    // A span that was made the root is shown even if its service is left out.
    const prunes = pruned !== undefined && (root === undefined || pruned.rows[root] === 0);
    const first = root ?? 0;
    const end = root === undefined ? columns.count : root + subtree[root];
    for (let row = first; row < end; ) {
      if (prunes && pruned?.rows[row] === 1) {
        this.#addPruned(row);
        row += subtree[row];
        continue;
      }
      if (hidden === undefined || hidden[row] === 0) {
        if (hasGaps) this.#addGaps(columns.start[row]);
        // A span that was made the root is shown as itself even if it is one of a group.
        const group = groups === undefined || row === root ? -1 : groups.of[row];
        if (group < 0) this.#codes[this.#length++] = row;
        else this.#addGroup(group);
      }
      const byRule = depth[row] >= depthLimit || duration[row] < below;
      const isToggled = toggled !== undefined && toggled[row] === 1;
      row += byRule !== isToggled ? subtree[row] : 1;
    }
    return this.#codes.slice(0, this.#length);
  }

  #addPruned(row: number): void {
    const parent = this.#model.columns.parent[row];
    if (this.#donePruned.has(parent)) return;
    this.#donePruned.add(parent);
    this.#codes[this.#length++] = rowCode(RowType.pruned, row);
  }

  #addGaps(start: number): void {
    const gaps = this.#options.gaps ?? [];
    while (this.#nextGap < gaps.length && gaps[this.#nextGap].end <= start) {
      this.#codes[this.#length++] = rowCode(RowType.gap, this.#nextGap++);
    }
  }

  #addGroup(index: number): void {
    if (this.#doneGroups[index] === 1) return;
    this.#doneGroups[index] = 1;
    this.#codes[this.#length++] = rowCode(RowType.group, index);
    const { groups, openGroups, hidden } = this.#options;
    if (groups === undefined || openGroups === undefined) return;
    const { rows } = groups.list[index];
    if (!openGroups.has(rows[0])) return;
    for (const row of rows) if (hidden === undefined || hidden[row] === 0) this.#codes[this.#length++] = row;
  }
}

function marks(count: number, rows: ReadonlySet<number>): Uint8Array | undefined {
  if (rows.size === 0) return undefined;
  const marked = new Uint8Array(count);
  for (const row of rows) if (row < count) marked[row] = 1;
  return marked;
}
