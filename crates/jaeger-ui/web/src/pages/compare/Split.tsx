import { useEffect, useMemo } from 'react';

import { alignTraces } from '../../model/align';
import type { TraceModel } from '../../model/columns';
import { clip, duration, durationExact } from '../../model/format';
import type { Column } from '../../ui/DataTable';
import { Empty } from '../../ui/Empty';
import { ServiceMark } from '../../ui/ServiceMark';
import { ServiceName } from '../../ui/ServiceName';
import { useNarrow } from '../../ui/useNarrow';
import type { ModeProps } from './Comparison';
import { DiffGrid } from './DiffGrid';
import { Indent } from './Indent';
import { SpanBar } from './SpanBar';
import styles from './Split.module.css';

interface SplitRow {
  index: number;
  /** Rows of the traces, or -1. */
  a: number;
  b: number;
  depth: number;
  service: string;
  name: string;
  above: string;
}

const keyOf = ({ index }: SplitRow) => String(index);
/** Two spans whose times differ by less, as a share of the longer trace, are as good as the same. */
const STOPS = 0.02;

/** Both timelines, with the same call on the same row. */
export function Split({ a, b, state, current, onCurrent, onDifferences }: ModeProps) {
  const all = useMemo(() => rowsOf(a.model, b.model), [a, b]);
  const rows = useMemo(() => found(all, state.uiFind), [all, state.uiFind]);
  const narrow = useNarrow();
  const columns = useMemo(() => columnsOf(a.model, b.model, state.scale, narrow), [a, b, state.scale, narrow]);
  useEffect(() => {
    const least = Math.max(a.model.columns.durationNano, b.model.columns.durationNano) * STOPS;
    const differs = ({ a: ofA, b: ofB }: SplitRow) =>
      ofA < 0 || ofB < 0 || Math.abs(a.model.columns.duration[ofA] - b.model.columns.duration[ofB]) > least;
    onDifferences(rows.filter(differs).map(keyOf));
  }, [rows, a, b, onDifferences]);
  if (rows.length === 0) return <Empty title="No span has this in its service or name." />;
  return (
    <DiffGrid
      label="Spans side by side"
      rows={rows}
      rowKey={keyOf}
      columns={columns}
      current={current}
      onCurrent={onCurrent}
    />
  );
}

function rowsOf(a: TraceModel, b: TraceModel): SplitRow[] {
  const aligned = alignTraces(a, b);
  const rows: SplitRow[] = [];
  const path: string[] = [];
  for (let index = 0; index < aligned.depth.length; index++) {
    const [ofA, ofB, depth] = [aligned.a[index], aligned.b[index], aligned.depth[index]];
    const { columns } = ofA >= 0 ? a : b;
    const row = ofA >= 0 ? ofA : ofB;
    const service = columns.services[columns.service[row]];
    path[depth] = service;
    rows.push({
      index,
      a: ofA,
      b: ofB,
      depth,
      service,
      name: columns.names[columns.name[row]],
      above: depth === 0 ? '' : path[depth - 1],
    });
  }
  return rows;
}

function found(rows: SplitRow[], find: string | undefined): SplitRow[] {
  const text = find?.trim().toLowerCase();
  if (!text) return rows;
  return rows.filter(({ service, name }) => service.toLowerCase().includes(text) || name.toLowerCase().includes(text));
}

function columnsOf(a: TraceModel, b: TraceModel, scale: 'shared' | 'own', narrow: boolean): Column<SplitRow>[] {
  const [ofA, ofB] = [a.columns.durationNano, b.columns.durationNano];
  const [wholeA, wholeB] = scale === 'shared' ? [Math.max(ofA, ofB), Math.max(ofA, ofB)] : [ofA, ofB];
  const columns: Column<SplitRow>[] = [
    {
      id: 'name',
      label: 'Span',
      width: 'minmax(120px, 1fr)',
      title: ({ service, name }) => `${clip(service, 100)} ${clip(name, 150)}`,
      render: ({ depth, service, name, above }) => (
        <span className={styles.name}>
          <Indent depth={depth} />
          {narrow ? <ServiceMark service={service} /> : service !== above && <ServiceName service={service} />}
          <span className={`${styles.span} cut`}>{clip(name)}</span>
        </span>
      ),
    },
    timeline('a', `A, ${duration(ofA)}`, a, wholeA, (row) => row.a),
    timeline('b', `B, ${duration(ofB)}`, b, wholeB, (row) => row.b),
    {
      id: 'delta',
      label: 'Difference',
      width: '96px',
      align: 'end',
      title: (row) => (row.a < 0 || row.b < 0 ? '' : durationExact(difference(a, b, row))),
      render: (row) => <Delta a={a} b={b} row={row} />,
    },
  ];
  // A phone has room for the bars, which say as much.
  return narrow ? columns.slice(0, 3) : columns;
}

function difference(a: TraceModel, b: TraceModel, row: SplitRow): number {
  return b.columns.duration[row.b] - a.columns.duration[row.a];
}

function Delta({ a, b, row }: { a: TraceModel; b: TraceModel; row: SplitRow }) {
  if (row.b < 0) return <span className={styles.removed}>− only in A</span>;
  if (row.a < 0) return <span className={styles.added}>+ only in B</span>;
  const delta = difference(a, b, row);
  if (delta === 0) return <span className="muted">0</span>;
  const large = Math.abs(delta) > Math.max(a.columns.durationNano, b.columns.durationNano) * STOPS;
  const tone = !large ? 'muted' : delta > 0 ? styles.removed : styles.added;
  return (
    <span className={tone}>
      {delta > 0 ? '+' : '−'}
      {duration(Math.abs(delta))}
    </span>
  );
}

function timeline(
  id: string,
  label: string,
  { columns }: TraceModel,
  whole: number,
  rowOf: (row: SplitRow) => number,
): Column<SplitRow> {
  return {
    id,
    label,
    width: 'minmax(112px, 1.2fr)',
    title: (row) => (rowOf(row) < 0 ? '' : durationExact(columns.duration[rowOf(row)])),
    render: (row) =>
      rowOf(row) < 0 ? (
        <span className={styles.none}>not there</span>
      ) : (
        <SpanBar columns={columns} row={rowOf(row)} whole={whole} />
      ),
  };
}
