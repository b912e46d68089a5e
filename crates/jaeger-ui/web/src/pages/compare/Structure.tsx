import { useEffect, useMemo } from 'react';

import type { DiffNode } from '../../model/diff';
import { clip, count, duration, durationExact } from '../../model/format';
import type { Column } from '../../ui/DataTable';
import { Empty } from '../../ui/Empty';
import { ServiceName } from '../../ui/ServiceName';
import { useNarrow } from '../search/useNarrow';
import type { ModeProps } from './Comparison';
import { DiffGrid } from './DiffGrid';
import { Indent } from './Indent';
import { keyOf, pathRows } from './pathRows';
import type { PathRow } from './pathRows';
import styles from './Structure.module.css';
import { CHANGES } from './words';

/** The tree of both: what only one has, and what is there more or less often. */
export function Structure({
  nodes,
  state,
  current,
  onCurrent,
  onDifferences,
}: ModeProps & { nodes: readonly DiffNode[] }) {
  const rows = useMemo(() => pathRows(nodes, state.uiFind), [nodes, state.uiFind]);
  const columns = useNarrow() ? NARROW : COLUMNS;
  useEffect(() => {
    onDifferences(rows.filter(({ node }) => node.change !== 'same' || node.a.errors !== node.b.errors).map(keyOf));
  }, [rows, onDifferences]);
  if (rows.length === 0) return <Empty title="No path has this in its service or span name." />;
  return (
    <DiffGrid
      label="Paths of both traces"
      rows={rows}
      rowKey={keyOf}
      columns={columns}
      current={current}
      onCurrent={onCurrent}
    />
  );
}

const COLUMNS: Column<PathRow>[] = [
  {
    id: 'path',
    label: 'Path',
    width: 'minmax(220px, 3fr)',
    title: ({ node }) => `${clip(node.service, 100)} ${clip(node.name, 150)}`,
    render: ({ node, parent }) => (
      <span className={styles.path}>
        <Indent depth={node.depth} />
        <span className={`${styles.glyph} ${styles[node.change]}`} aria-hidden="true">
          {CHANGES[node.change].glyph}
        </span>
        {node.service !== parent?.service && <ServiceName service={node.service} />}
        <span className={`${styles.name} cut`}>{clip(node.name)}</span>
      </span>
    ),
  },
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

/** What a phone has room for. */
const NARROW = COLUMNS.slice(0, 2);

function Number({ n }: { n: number }) {
  return <span className={n === 0 ? 'muted' : undefined}>{count(n)}</span>;
}
