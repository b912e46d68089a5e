import { useCallback, useEffect, useMemo } from 'react';

import type { DiffNode } from '../../model/diff';
import { clip, count, duration, durationExact } from '../../model/format';
import type { Column } from '../../ui/DataTable';
import { Icon } from '../../ui/Icon';
import { ServiceName } from '../../ui/ServiceName';
import { useNarrow } from '../../ui/useNarrow';
import type { ModeProps } from './Comparison';
import { DiffGrid } from './DiffGrid';
import { foldPath } from './fold';
import { Indent } from './Indent';
import { NoPaths } from './NoPaths';
import { differs, keyOf, pathTree } from './pathRows';
import type { PathRow } from './pathRows';
import styles from './Structure.module.css';
import { CHANGES } from './words';

/** The tree of both: what only one has, and what is there more or less often. */
export function Structure({
  nodes,
  state,
  set,
  current,
  onCurrent,
  onDifferences,
}: ModeProps & { nodes: readonly DiffNode[] }) {
  const { uiFind, only, folded: foldedKeys } = state;
  const folded = useMemo(() => new Set(foldedKeys), [foldedKeys]);
  const rows = useMemo(
    () => pathTree(nodes, { find: uiFind, differs: only ? differs : undefined }, folded),
    [nodes, uiFind, only, folded],
  );
  const fold = useCallback((key: string, on: boolean) => set(foldPath(key, on)), [set]);
  const narrow = useNarrow();
  const columns = useMemo(() => {
    const all = [pathColumn(folded, fold), ...COLUMNS];
    // What a phone has room for.
    return narrow ? all.slice(0, 2) : all;
  }, [narrow, folded, fold]);
  useEffect(() => onDifferences(rows.filter(differs).map(keyOf)), [rows, onDifferences]);
  if (rows.length === 0) return <NoPaths state={state} set={set} />;
  return (
    <DiffGrid
      label="Paths of both traces"
      rows={rows}
      rowKey={keyOf}
      columns={columns}
      current={current}
      onCurrent={onCurrent}
      onFold={(row, on) => row.below > 0 && fold(keyOf(row), on)}
    />
  );
}

function pathColumn(folded: ReadonlySet<string>, fold: (key: string, on: boolean) => void): Column<PathRow> {
  return {
    id: 'path',
    label: 'Path',
    width: 'minmax(220px, 3fr)',
    title: ({ node }) => `${clip(node.service, 100)} ${clip(node.name, 150)}`,
    render: (row) => <Path row={row} isFolded={folded.has(keyOf(row))} onFold={(on) => fold(keyOf(row), on)} />,
  };
}

function Path({ row, isFolded, onFold }: { row: PathRow; isFolded: boolean; onFold(on: boolean): void }) {
  const { node, parent, below } = row;
  return (
    <span className={styles.path}>
      <Indent depth={node.depth} />
      {below === 0 ? (
        <span className={styles.fold} />
      ) : (
        <button
          type="button"
          tabIndex={-1}
          className={styles.fold}
          aria-expanded={!isFolded}
          aria-label={`${count(below)} paths below`}
          onClick={() => onFold(!isFolded)}
        >
          <Icon name={isFolded ? 'chevron-right' : 'chevron-down'} />
        </button>
      )}
      <span className={`${styles.glyph} ${styles[node.change]}`} aria-hidden="true">
        {CHANGES[node.change].glyph}
      </span>
      {node.service !== parent?.service && <ServiceName service={node.service} />}
      <span className={`${styles.name} cut`}>{clip(node.name)}</span>
      {isFolded && <span className="muted">+{count(below)}</span>}
    </span>
  );
}

const COLUMNS: Column<PathRow>[] = [
  {
    id: 'change',
    label: 'Change',
    width: '104px',
    render: ({ node }) => (
      <span className={styles[node.change]}>{CHANGES[node.change].text(node.a.spans, node.b.spans)}</span>
    ),
  },
  { id: 'a', label: 'Spans in A', width: '88px', align: 'end', render: ({ node }) => <Number n={node.a.spans} /> },
  { id: 'b', label: 'Spans in B', width: '88px', align: 'end', render: ({ node }) => <Number n={node.b.spans} /> },
  {
    id: 'errors',
    label: 'Failed A, B',
    width: '96px',
    align: 'end',
    render: ({ node: { a, b } }) =>
      a.errors + b.errors > 0 && (
        <span className={styles.errors}>
          {count(a.errors)}, {count(b.errors)}
        </span>
      ),
  },
  {
    id: 'timeA',
    label: 'Time in A',
    width: '88px',
    align: 'end',
    render: ({ node }) => node.a.spans > 0 && duration(node.a.total),
    title: ({ node }) => durationExact(node.a.total),
  },
  {
    id: 'timeB',
    label: 'Time in B',
    width: '88px',
    align: 'end',
    render: ({ node }) => node.b.spans > 0 && duration(node.b.total),
    title: ({ node }) => durationExact(node.b.total),
  },
];

function Number({ n }: { n: number }) {
  return <span className={n === 0 ? 'muted' : undefined}>{count(n)}</span>;
}
