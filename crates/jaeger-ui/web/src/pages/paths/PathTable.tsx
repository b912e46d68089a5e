import { useMemo } from 'react';

import { clip, count } from '../../model/format';
import { nodesOf } from '../../model/paths/graph';
import type { Path, PathGraph } from '../../model/paths/graph';
import { DataTable } from '../../ui/DataTable';
import type { Column } from '../../ui/DataTable';
import { ServiceMark } from '../../ui/ServiceMark';
import { searchHref } from '../../url/search';
import styles from './Paths.module.css';
import { nodeName } from './words';

/** More steps of one way are not told in a row. */
const MOST_STEPS = 12;

interface Row extends Path {
  steps: { service: string; name: string; isMiddle: boolean }[];
  text: string;
}

export interface PathTableProps {
  graph: PathGraph;
  /** Only ways with this in a name. */
  find: string;
}

/** The ways from end to end, the most frequent first. A row leads to its traces. */
export function PathTable({ graph, find }: PathTableProps) {
  const rows = useMemo(() => {
    const text = find.trim().toLowerCase();
    return graph.paths.map((path) => rowOf(graph, path)).filter((row) => row.text.toLowerCase().includes(text));
  }, [graph, find]);
  return (
    <DataTable
      label="Paths"
      rows={rows}
      rowKey={({ first, last }) => `${first} ${last}`}
      columns={COLUMNS}
      rowHref={({ traceIds }) => searchHref({ traceIds })}
    />
  );
}

const COLUMNS: Column<Row>[] = [
  {
    id: 'path',
    label: 'Path',
    width: 'minmax(320px, 1fr)',
    title: ({ text }) => clip(text),
    render: ({ steps }) => (
      <span className={styles.way}>
        {steps.slice(0, MOST_STEPS).map(({ service, name, isMiddle }, at) => (
          <span key={at} className={styles.step}>
            {at > 0 && <span aria-hidden="true">→</span>}
            <ServiceMark service={service} />
            <span className={isMiddle ? styles.middle : undefined}>{name}</span>
          </span>
        ))}
        {steps.length > MOST_STEPS && <span className="muted">and {count(steps.length - MOST_STEPS)} more</span>}
      </span>
    ),
  },
  { id: 'steps', label: 'Services', width: '80px', align: 'end', render: ({ steps }) => count(steps.length) },
  { id: 'traces', label: 'Traces', width: '80px', align: 'end', render: ({ traces }) => count(traces) },
  { id: 'taken', label: 'Times', width: '80px', align: 'end', render: ({ taken }) => count(taken) },
];

function rowOf(graph: PathGraph, path: Path): Row {
  const nodes = nodesOf(graph, path);
  const steps = nodes.map((node) => ({ service: node.service, name: clip(nodeName(node), 80), isMiddle: node.level === 0 }));
  return { ...path, steps, text: steps.map(({ name }) => name).join(' → ') };
}
