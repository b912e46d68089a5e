import { useMemo } from 'react';
import type { ReactNode } from 'react';
import { Link } from 'wouter';

import type { SetState } from '../../app/urlState';
import { clip, count, percent } from '../../model/format';
import { change, maxValue } from '../../model/series';
import type { Figures } from '../../model/series';
import { DataTable } from '../../ui/DataTable';
import type { Column, TableSort } from '../../ui/DataTable';
import { Empty } from '../../ui/Empty';
import { ShareBar } from '../../ui/ShareBar';
import { readSort, writeSort } from '../../ui/table/sortText';
import { TextField } from '../../ui/TextField';
import { useNarrow } from '../../ui/useNarrow';
import type { MonitorState } from '../../url/monitor';
import { Change } from './Change';
import styles from './FiguresTable.module.css';
import { Sparkline } from './Sparkline';
import { rateText, unitExact, unitText } from './words';

export interface FiguresTableProps {
  label: string;
  /** Of the first column. */
  name: string;
  rows: readonly Figures[];
  state: MonitorState;
  set: SetState<MonitorState>;
  renderName(key: string): ReactNode;
  hrefOf?(key: string): string;
  onOpen?(key: string): void;
  tracesOf?(key: string): string;
  selected?: ReadonlySet<string>;
  onSelect?(key: string, on: boolean): void;
  /** The row that the charts show. */
  current?: string;
  note?: string;
}

const BY_IMPACT: TableSort = { column: 'impact', descending: true };

/** So many rows are seen at a glance. */
const FEW = 12;

const NUMBERS: Record<string, (row: Figures) => number> = {
  latency: ({ latency }) => latency ?? -1,
  rate: ({ rate }) => rate,
  errors: ({ errors }) => errors,
  impact: ({ impact }) => impact,
};

/** Latency, rate, errors and impact of each service or operation. */
export function FiguresTable(props: FiguresTableProps) {
  const { label, rows, state, set, hrefOf, onOpen, selected, onSelect, note } = props;
  const sort = readSort(state.sort) ?? BY_IMPACT;
  const narrow = useNarrow();
  const { uiFind } = state;
  const ordered = useMemo(
    () => inOrder(found(rows, uiFind), readSort(state.sort) ?? BY_IMPACT),
    [rows, uiFind, state.sort],
  );
  const find = (rows.length > FEW || uiFind !== undefined) && (
    <div className={styles.find}>
      <TextField
        label={`Find in ${label.toLowerCase()}`}
        hideLabel
        type="search"
        placeholder={`Find in ${label.toLowerCase()}`}
        value={uiFind ?? ''}
        onChange={(text) => set({ uiFind: text === '' ? undefined : text })}
      />
      <span className="muted" role="status">
        {ordered.length < rows.length && `${count(ordered.length)} of ${count(rows.length)}`}
      </span>
    </div>
  );
  if (ordered.length === 0) {
    return (
      <>
        {find}
        <Empty title="No name here has this in it." />
      </>
    );
  }
  return (
    <>
      {find}
      <DataTable
        label={label}
        rows={ordered}
        rowKey={({ key }) => key}
        columns={narrow ? narrowed(columnsOf(props)) : columnsOf(props)}
        sort={sort}
        onSort={(next) => set({ sort: writeSort(next) })}
        rowHref={hrefOf && (({ key }) => hrefOf(key))}
        onOpen={onOpen && (({ key }) => onOpen(key))}
        selected={selected}
        onSelect={onSelect}
        rowHeight={32}
        footer={note && <p className={styles.note}>{note}</p>}
      />
    </>
  );
}

function found(rows: readonly Figures[], find: string | undefined): readonly Figures[] {
  const text = find?.trim().toLowerCase() ?? '';
  return text === '' ? rows : rows.filter(({ key }) => key.toLowerCase().includes(text));
}

function inOrder(rows: readonly Figures[], { column, descending }: TableSort): Figures[] {
  const number = NUMBERS[column];
  const direction = descending ? -1 : 1;
  return rows.toSorted((a, b) => direction * (number ? number(a) - number(b) : a.key.localeCompare(b.key)));
}

function columnsOf({ name, rows, state, renderName, tracesOf, current }: FiguresTableProps): Column<Figures>[] {
  const slowest = Math.max(...rows.map((row) => maxValue(row.latencies) ?? 0));
  const columns: Column<Figures>[] = [
    {
      id: 'name',
      label: name,
      width: 'minmax(140px, 2fr)',
      sortable: true,
      render: ({ key }) => (
        <span className={`${styles.name} ${key === current ? styles.current : ''}`}>{renderName(key)}</span>
      ),
      title: ({ key }) => clip(key),
    },
    {
      id: 'latency',
      label: `p${Number(state.quantile) * 100}`,
      width: 'minmax(216px, 1fr)',
      align: 'end',
      sortable: true,
      render: ({ latency, latencies, before }) => (
        <Cell
          line={<Sparkline series={latencies} most={slowest} />}
          was={before && change(latency, before.latency)}
          more="worse"
        >
          {unitText('duration', latency)}
        </Cell>
      ),
      title: ({ latency }) => unitExact('duration', latency),
    },
    {
      id: 'rate',
      label: 'Calls',
      width: 'minmax(216px, 1fr)',
      align: 'end',
      sortable: true,
      render: ({ rate, rates, before }) => (
        <Cell line={<Sparkline series={rates} />} was={before && change(rate, before.rate)}>
          {rateText(rate)}
        </Cell>
      ),
      title: ({ rate }) => unitExact('rate', rate),
    },
    {
      id: 'errors',
      label: 'Failed',
      width: 'minmax(216px, 1fr)',
      align: 'end',
      sortable: true,
      render: ({ errors, failures, before }) => (
        <Cell
          line={<Sparkline series={failures} most={1e-3} tone="error" />}
          was={before && change(errors, before.errors)}
          more="worse"
        >
          <span className={errors > 0 ? styles.error : undefined}>{percent(errors)}</span>
        </Cell>
      ),
      title: ({ errors }) => unitExact('share', errors),
    },
    {
      id: 'impact',
      label: 'Impact',
      width: 'minmax(104px, 0.8fr)',
      align: 'end',
      sortable: true,
      render: ({ impact }) => <ShareBar share={impact}>{percent(impact)}</ShareBar>,
      title: () => 'Latency times calls, as a share of all in this table',
    },
  ];
  if (tracesOf) {
    columns.push({
      id: 'traces',
      label: 'Traces',
      width: '88px',
      render: ({ key }) => (
        <Link href={tracesOf(key)} className={styles.link}>
          View traces
        </Link>
      ),
    });
  }
  return columns;
}

/** A phone has room for the numbers: how they moved is in the charts of the service. */
function narrowed(columns: Column<Figures>[]): Column<Figures>[] {
  const plain: Record<string, (row: Figures) => ReactNode> = {
    latency: ({ latency }) => unitText('duration', latency),
    rate: ({ rate }) => rateText(rate),
    errors: ({ errors }) => <span className={errors > 0 ? styles.error : undefined}>{percent(errors)}</span>,
  };
  return columns.flatMap((column) => {
    if (column.id === 'name') return [{ ...column, width: 'minmax(96px, 1fr)' }];
    return column.id in plain ? [{ ...column, width: '72px', render: plain[column.id] }] : [];
  });
}

function Cell(props: { line: ReactNode; was?: number | null; more?: 'worse'; children: ReactNode }) {
  const { line, was, more, children } = props;
  return (
    <span className={styles.cell}>
      {line}
      <span className={styles.change}>{was !== undefined && <Change value={was} more={more} />}</span>
      <span className={styles.number}>{children}</span>
    </span>
  );
}
