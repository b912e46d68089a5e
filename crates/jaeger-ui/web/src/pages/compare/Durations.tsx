import { useEffect, useMemo } from 'react';

import type { DiffNode, DiffSide } from '../../model/diff';
import { clip, count, duration, durationExact } from '../../model/format';
import type { Column, TableSort } from '../../ui/DataTable';
import { ServiceName } from '../../ui/ServiceName';
import { readSort, writeSort } from '../../ui/table/sortText';
import { useNarrow } from '../../ui/useNarrow';
import type { ModeProps } from './Comparison';
import { DeltaBar } from './DeltaBar';
import { DiffGrid } from './DiffGrid';
import styles from './Durations.module.css';
import { NoPaths } from './NoPaths';
import { keyOf, pathRows } from './pathRows';
import type { PathRow } from './pathRows';
import { deltaText, ratioText } from './words';

/** Smaller differences, as a share of the longer side, are noise. */
const NOISE = 0.05;

const LARGEST: TableSort = { column: 'delta', descending: true };

function differs({ node, delta }: PathRow): boolean {
  return Math.abs(delta) > NOISE * Math.max(node.a.total, node.b.total);
}

/** What a phone has room for. */
const NARROW = new Set(['path', 'delta']);

/** Each path with its time in both, the largest difference first. */
export function Durations({
  nodes,
  state,
  set,
  current,
  onCurrent,
  onDifferences,
}: ModeProps & { nodes: readonly DiffNode[] }) {
  const { uiFind, only } = state;
  const sort = useMemo(() => readSort(state.sort) ?? LARGEST, [state.sort]);
  const rows = useMemo(
    () => inOrder(pathRows(nodes, { find: uiFind, differs: only ? differs : undefined }), sort),
    [nodes, uiFind, only, sort],
  );
  const narrow = useNarrow();
  const columns = useMemo(
    () => (narrow ? columnsOf(rows).filter(({ id }) => NARROW.has(id)) : columnsOf(rows)),
    [rows, narrow],
  );
  useEffect(() => {
    onDifferences(rows.filter(differs).map(keyOf));
  }, [rows, onDifferences]);
  if (rows.length === 0) return <NoPaths state={state} set={set} />;
  return (
    <DiffGrid
      label="Durations by path"
      rows={rows}
      rowKey={keyOf}
      columns={columns}
      rowHeight={28}
      sort={sort}
      onSort={(next) => set({ sort: writeSort(next) })}
      current={current}
      onCurrent={onCurrent}
    />
  );
}

const NUMBERS: Record<string, (row: PathRow) => number> = {
  a: ({ node }) => node.a.total,
  b: ({ node }) => node.b.total,
  delta: ({ delta }) => Math.abs(delta),
  self: ({ selfDelta }) => Math.abs(selfDelta),
  ratio: ({ node }) => (node.a.total === 0 || node.b.total === 0 ? -1 : node.b.total / node.a.total),
};

function inOrder(rows: PathRow[], { column, descending }: TableSort): PathRow[] {
  const number = NUMBERS[column] ?? (({ index }: PathRow) => index);
  const direction = descending ? -1 : 1;
  return rows.sort((x, y) => direction * (number(x) - number(y)) || x.index - y.index);
}

function columnsOf(rows: readonly PathRow[]): Column<PathRow>[] {
  const most = rows.reduce((found, { delta }) => Math.max(found, Math.abs(delta)), 1);
  const mostSelf = rows.reduce((found, { selfDelta }) => Math.max(found, Math.abs(selfDelta)), 1);
  return [
    {
      id: 'path',
      label: 'Path',
      width: 'minmax(180px, 2.4fr)',
      sortable: true,
      title: ({ node, parent }) =>
        `${clip(node.service, 100)} ${clip(node.name, 100)}${parent ? `, called by ${clip(parent.service, 60)} ${clip(parent.name, 60)}` : ''}`,
      render: ({ node, parent }) => (
        <span className={styles.path}>
          <ServiceName service={node.service} />
          <span className={`${styles.name} cut`}>{clip(node.name)}</span>
          {parent && <span className={`${styles.parent} cut`}>in {clip(parent.name)}</span>}
        </span>
      ),
    },
    side('a', 'A', ({ node }) => node.a),
    side('b', 'B', ({ node }) => node.b),
    {
      id: 'delta',
      label: 'Difference',
      width: 'minmax(160px, 1.2fr)',
      align: 'end',
      sortable: true,
      title: ({ delta }) => durationExact(delta),
      render: ({ delta }) => <DeltaBar share={delta / most}>{deltaText(delta)}</DeltaBar>,
    },
    {
      id: 'self',
      label: 'Difference of self time',
      width: 'minmax(160px, 1.2fr)',
      align: 'end',
      sortable: true,
      title: ({ selfDelta }) => `${durationExact(selfDelta)} without what it called`,
      render: ({ selfDelta }) => <DeltaBar share={selfDelta / mostSelf}>{deltaText(selfDelta)}</DeltaBar>,
    },
    {
      id: 'ratio',
      label: 'B to A',
      width: '72px',
      align: 'end',
      sortable: true,
      render: ({ node }) => ratioText(node.a.total, node.b.total),
    },
  ];
}

function side(id: string, label: string, of: (row: PathRow) => DiffSide): Column<PathRow> {
  return {
    id,
    label,
    width: '112px',
    align: 'end',
    sortable: true,
    title: (row) => `${durationExact(of(row).total)} in ${count(of(row).spans)} spans`,
    render: (row) => {
      const { spans, total, errors } = of(row);
      if (spans === 0) return <span className="muted">not there</span>;
      return (
        <span className={errors > 0 ? styles.failed : undefined}>
          {errors > 0 && '! '}
          {duration(total)}
          {spans > 1 && <span className="muted"> ×{count(spans)}</span>}
        </span>
      );
    },
  };
}
