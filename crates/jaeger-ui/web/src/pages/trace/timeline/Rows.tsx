import { isCollapsed, rowIndex, rowType, RowType } from '../../../model/rows';
import type { Work } from '../work';
import { GapRow } from './GapRow';
import type { Layout, RowGeometry } from './geometry';
import { GroupRow } from './GroupRow';
import { PrunedRow } from './PrunedRow';
import { SpanRow } from './SpanRow';
import type { CarriedByRow } from './useCarried';

export interface RowsProps {
  work: Work;
  layout: Layout;
  geometry: RowGeometry;
  /** Places among the visible rows. */
  positions: readonly number[];
  active: number;
  found: Uint8Array | undefined;
  carried: CarriedByRow;
  nameWidth: number;
}

/** The rows that are in the page. */
export function Rows({ work, layout, geometry, positions, active, found, carried, nameWidth }: RowsProps) {
  const { model, codes, rules, folded, gaps, matches, selected, root, colors } = work;
  const rootDepth = root < 0 ? 0 : model.derived.depth[root];
  const { kept } = matches;
  return positions.map((position) => {
    const code = codes[position];
    const index = rowIndex(code);
    const shared = {
      position,
      top: geometry.top(position),
      height: layout.rowHeight,
      nameWidth,
      isActive: position === active,
    };
    const type = rowType(code);
    if (type === RowType.gap) return <GapRow key={code} {...shared} gap={gaps[index]} />;
    const missing = type === RowType.pruned ? matches.pruned?.below.get(model.columns.parent[index]) : undefined;
    if (missing !== undefined) {
      return <PrunedRow key={code} {...shared} model={model} row={index} part={missing} rootDepth={rootDepth} />;
    }
    if (type === RowType.group && folded !== undefined) {
      const group = folded.list[index];
      return (
        <GroupRow
          key={code}
          {...shared}
          model={model}
          group={group}
          rootDepth={rootDepth}
          isOpen={rules.collapsed.has(group.rows[0])}
          isFaint={kept !== undefined && !group.rows.some((row) => kept[row] === 1)}
          isFound={found !== undefined && group.rows.some((row) => found[row] === 1)}
          showService={changesService(work, group.rows[0])}
        />
      );
    }
    // Members of an open group stand one level below it.
    const isMember = folded !== undefined && folded.of[index] >= 0 && index !== root;
    return (
      <SpanRow
        key={code}
        {...shared}
        model={model}
        row={index}
        rootDepth={isMember ? rootDepth - 1 : rootDepth}
        isFolded={model.derived.children[index] > 0 && isCollapsed(model, rules, index)}
        isSelected={index === selected}
        isFaint={kept !== undefined && kept[index] === 0}
        isFound={found?.[index] === 1}
        showService={!isMember && changesService(work, index)}
        colors={colors}
        carried={carried.get(index)}
      />
    );
  });
}

/** The name of the service stands only where it is another than the parent's. */
function changesService({ model: { columns }, root }: Work, row: number): boolean {
  const parent = columns.parent[row];
  return row === root || parent < 0 || columns.service[parent] !== columns.service[row];
}
