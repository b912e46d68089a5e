import type { ReactNode } from 'react';

import type { TraceSummary } from '../../api/summaries';
import { clip, count, duration, durationExact } from '../../model/format';
import type { Column, TableSort } from '../../ui/DataTable';
import { Icon } from '../../ui/Icon';
import { ServiceMark } from '../../ui/ServiceMark';
import type { SearchSort } from '../../url/search';
import { SORTS } from '../../url/search';
import { AttributeCell } from './AttributeCell';
import styles from './Results.module.css';
import { ServicesBar } from './ServicesBar';
import { startText, startTitle } from './startText';
import type { Clock } from './startText';
import { StartTimesButton } from './StartTimesButton';

export interface ColumnContext {
  clock: Clock;
  /** The longest trace in the list, for the bars. */
  longest: number;
  /** Whether the range spans several days. */
  withDate: boolean;
  /** Keys of attributes that have a column. */
  attributes: readonly string[];
  /** Chooses them. */
  chooser?: ReactNode;
  onPick(key: string, value: string): void;
}

export function rootTitle({ rootService, rootName }: TraceSummary): string {
  return rootService === '' && rootName === '' ? 'Trace without a root' : `${rootService} ${rootName}`;
}

export function columnsOf({ clock, longest, withDate, attributes, chooser, onPick }: ColumnContext): Column<TraceSummary>[] {
  // The usual columns make room for others.
  const hasMore = attributes.length > 0;
  return [
    {
      id: 'name',
      label: 'Root',
      sortable: true,
      width: hasMore ? 'minmax(200px, 2fr)' : 'minmax(240px, 1fr)',
      title: rootTitle,
      render: (trace) => <Root trace={trace} />,
    },
    {
      id: 'start',
      label: 'Start',
      width: withDate ? '128px' : '96px',
      sortable: true,
      tool: <StartTimesButton />,
      title: ({ startUnixNano }) => startTitle(startUnixNano, clock),
      render: ({ startUnixNano }) => startText(startUnixNano, clock, withDate ? 'day' : 'time'),
    },
    {
      id: 'duration',
      label: 'Duration',
      width: hasMore ? '120px' : '168px',
      align: 'end',
      sortable: true,
      title: ({ durationNano }) => durationExact(durationNano),
      render: ({ durationNano }) => <DurationBar nanos={durationNano} longest={longest} />,
    },
    {
      id: 'spans',
      label: 'Spans',
      width: hasMore ? '64px' : '72px',
      align: 'end',
      sortable: true,
      render: ({ spans }) => count(spans),
    },
    {
      id: 'errors',
      label: 'Errors',
      width: '72px',
      align: 'end',
      sortable: true,
      render: ({ errors }) => <Errors count={errors} />,
    },
    ...attributes.map((name): Column<TraceSummary> => ({
      id: `attribute ${name}`,
      label: clip(name, 80),
      width: 'minmax(96px, 1fr)',
      render: (trace) => <AttributeCell trace={trace} name={name} onPick={onPick} />,
    })),
    {
      id: 'services',
      label: 'Services',
      tool: chooser,
      width: hasMore ? 'minmax(160px, 1fr)' : 'minmax(160px, 232px)',
      render: (trace) => <ServicesBar trace={trace} />,
    },
  ];
}

export function Root({ trace }: { trace: TraceSummary }) {
  const { rootService, rootName, orphans, isUpload } = trace;
  const hasRoot = rootService !== '' || rootName !== '';
  return (
    <span className={styles.root}>
      <ServiceMark service={rootService} />
      <span className={`cut ${styles.service}`}>{hasRoot ? clip(rootService, 120) : 'No root'}</span>
      <span className={`cut ${styles.name}`}>{clip(rootName)}</span>
      {isUpload && <span className={styles.badge}>Uploaded</span>}
      {orphans > 0 && (
        <span className={styles.badge} title={`${count(orphans)} spans whose parent is missing`}>
          Incomplete
        </span>
      )}
    </span>
  );
}

export function DurationBar({ nanos, longest }: { nanos: number; longest: number }) {
  const share = longest > 0 ? Math.max(0.01, nanos / longest) : 0;
  return (
    <span className={styles.duration}>
      <span className={styles.track}>
        <span className={styles.bar} style={{ width: `${100 * share}%` }} />
      </span>
      <span className={styles.number}>{duration(nanos)}</span>
    </span>
  );
}

export function Errors({ count: n }: { count: number }) {
  if (n === 0) return <span className="muted">0</span>;
  return (
    <span className={styles.errors}>
      <Icon name="error" />
      {count(n)}
    </span>
  );
}

export function tableSort(sort: SearchSort): TableSort {
  const [column, direction] = sort.split('_');
  return { column, descending: direction === 'desc' };
}

export function searchSort({ column, descending }: TableSort): SearchSort | undefined {
  const word = `${column}_${descending ? 'desc' : 'asc'}`;
  return SORTS.find((sort) => sort === word);
}
