import { clip, count, percent } from '../../../../model/format';
import { Kind, Status } from '../../../../model/columns';
import type { StatisticsTable } from '../../../../model/stats';
import type { Column } from '../../../../ui/DataTable';
import { Duration } from '../../../../ui/Duration';
import { ServiceName } from '../../../../ui/ServiceName';
import { ShareBar } from '../../../../ui/ShareBar';
import { StatusWord } from '../StatusWord';
import { Histogram } from './Histogram';
import type { Line } from './lines';
import { valueText } from './lines';
import styles from './Stats.module.css';

const TIMES = [
  ['average', 'Average'],
  ['p50', 'p50'],
  ['p90', 'p90'],
  ['p99', 'p99'],
  ['max', 'Longest'],
] as const;

export function tableColumns(by: string, then: string, head: string, { rows, range }: StatisticsTable): Column<Line>[] {
  const mostSelf = rows.reduce((most, { self }) => Math.max(most, self), 1);
  return [
    {
      id: 'value',
      label: head,
      width: 'minmax(200px, 1fr)',
      sortable: true,
      render: ({ figures, within }) => (
        <span className={within ? styles.part : styles.group}>{valueCell(within ? then : by, figures.value)}</span>
      ),
      title: ({ figures, within }) =>
        within ? `${clip(valueText(within.value), 100)}, ${valueText(figures.value)}` : valueText(figures.value),
    },
    { id: 'count', label: 'Spans', width: '72px', align: 'end', sortable: true, render: ({ figures }) => count(figures.count) },
    {
      id: 'errors',
      label: 'Errors',
      width: '72px',
      align: 'end',
      sortable: true,
      render: ({ figures }) =>
        figures.errors === 0 ? <span className="muted">0</span> : <span className={styles.errors}>{count(figures.errors)}</span>,
      title: ({ figures }) => `${percent(figures.errors / figures.count)} failed`,
    },
    { id: 'total', label: 'Total', width: '80px', align: 'end', sortable: true, render: ({ figures }) => <Duration nanos={figures.total} /> },
    {
      id: 'self',
      label: 'Self',
      width: '96px',
      align: 'end',
      sortable: true,
      render: ({ figures }) => (
        <ShareBar share={figures.self / mostSelf}>
          <Duration nanos={figures.self} />
        </ShareBar>
      ),
    },
    {
      id: 'share',
      label: '% of trace',
      width: '76px',
      align: 'end',
      sortable: true,
      render: ({ figures }) => percent(figures.share),
      title: () => 'Self time, of the self times of all spans of the trace',
    },
    ...TIMES.map(
      ([id, label]): Column<Line> => ({
        id,
        label,
        width: '76px',
        align: 'end',
        sortable: true,
        render: ({ figures }) => <Duration nanos={figures[id]} />,
      }),
    ),
    { id: 'histogram', label: 'Durations', width: '120px', render: ({ figures }) => <Histogram bins={figures.histogram} range={range} /> },
  ];
}

const STATUS_WORDS = Object.keys(Status);
const KIND_WORDS = Object.keys(Kind);

function valueCell(by: string, value: string | null) {
  if (value === null) return <span className="muted">{valueText(value)}</span>;
  if (by === 'service') return <ServiceName service={value} />;
  if (by === 'status') return <StatusWord status={STATUS_WORDS.indexOf(value)} />;
  const isWord = by === 'kind' && KIND_WORDS.includes(value);
  return <span className="cut">{isWord ? value[0].toUpperCase() + value.slice(1) : clip(valueText(value))}</span>;
}
