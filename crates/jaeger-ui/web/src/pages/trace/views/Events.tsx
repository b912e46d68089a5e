import { useDeferredValue, useMemo } from 'react';

import { useTerms } from '../../../app/config';
import type { Terms } from '../../../app/config';
import { clip, count } from '../../../model/format';
import type { Columns } from '../../../model/columns';
import { Button } from '../../../ui/Button';
import { DataTable } from '../../../ui/DataTable';
import type { Column } from '../../../ui/DataTable';
import { Duration } from '../../../ui/Duration';
import { Empty } from '../../../ui/Empty';
import { Failure } from '../../../ui/Failure';
import { Icon } from '../../../ui/Icon';
import { ServiceName } from '../../../ui/ServiceName';
import { Skeleton } from '../../../ui/Skeleton';
import { readSortOf, writeSort } from '../../../ui/table/sortText';
import { TextField } from '../../../ui/TextField';
import type { ViewProps } from '../view';
import { EventDetail } from './events/EventDetail';
import events from './events/Events.module.css';
import { BY_TIME, SORTABLE, sortEvents } from './events/order';
import { attributeLine, eventFilter, eventText } from './events/text';
import { useEvents } from './events/useEvents';
import type { EventRow } from './events/useEvents';
import { marksOfRows } from './flame/frames';
import styles from './views.module.css';

export default function Events({ trace, state, set, matches, select }: ViewProps) {
  const terms = useTerms();
  const { columns } = trace.model;
  const loaded = useEvents(trace);
  const text = state.eventText ?? '';
  const setText = (words: string) => set({ eventText: words || undefined });
  const wanted = useDeferredValue(text);
  const sort = readSortOf(state.sort, SORTABLE, BY_TIME);
  const open = state.event === undefined ? undefined : loaded.events.find(({ number }) => number === state.event);
  const setOpen = (event: EventRow | undefined) => set({ event: event?.number });
  const rows = useMemo(() => {
    const marks = matches && marksOfRows(columns.count, matches);
    const isWanted = eventFilter(columns, wanted);
    const kept = loaded.events.filter((event) => (!marks || marks[event.row] === 1) && isWanted(event));
    return sortEvents(columns, kept, sort);
  }, [loaded.events, wanted, matches, columns, sort.column, sort.descending]);
  const tableColumns = useMemo(() => columnsOf(columns, terms, select), [columns, terms, select]);

  if (loaded.error !== undefined && loaded.events.length === 0) return <Failure error={loaded.error} onRetry={loaded.retry} />;
  if (loaded.total === 0) {
    return (
      <Empty
        title={`No ${terms.events.toLowerCase()} in this trace`}
        detail="Its spans recorded neither exceptions nor anything else at a point in time."
      />
    );
  }
  const { total } = loaded;
  const isPart = total !== undefined && loaded.events.length < total;
  return (
    <section aria-label={terms.events} className={styles.view}>
      <div className={styles.bar}>
        <span className={events.filter}>
          <TextField label={`Filter ${terms.events.toLowerCase()}`} hideLabel type="search" placeholder="Filter" value={text} onChange={setText} />
        </span>
        <span className={styles.note} role="status">
          {total === undefined ? 'Loading' : summary(rows.length, loaded.events.length, total, terms.events.toLowerCase())}
          {matches && ', of spans that match'}
        </span>
      </div>
      {loaded.error !== undefined && <Failure error={loaded.error} onRetry={loaded.retry} />}
      <div className={styles.content}>
        <div className={styles.main}>
          {total === undefined && <Skeleton rows={12} height={24} />}
          {total !== undefined && rows.length === 0 && !loaded.loading && (
            <Empty title="Nothing matches the filter">
              <Button onClick={() => setText('')}>Clear the filter</Button>
            </Empty>
          )}
          {rows.length > 0 && (
            <DataTable
              label={terms.events}
              rows={rows}
              rowKey={({ number }) => String(number)}
              columns={tableColumns}
              rowHeight={24}
              current={open && String(open.number)}
              sort={sort}
              onSort={(next) => set({ sort: writeSort(next) })}
              onOpen={(event) => setOpen(event)}
              onFocusRow={(event) => {
                if (open) setOpen(event);
              }}
              footer={
                isPart &&
                !loaded.loading && (
                  <div className={events.more}>
                    {`${count(total - loaded.events.length)} later ones are not loaded.`}
                    <Button onClick={loaded.more}>Load more</Button>
                  </div>
                )
              }
            />
          )}
        </div>
        {open && (
          <aside aria-label={terms.event} className={styles.aside}>
            <EventDetail columns={columns} event={open} select={select} onClose={() => setOpen(undefined)} />
          </aside>
        )}
      </div>
    </section>
  );
}

function summary(shown: number, loaded: number, total: number, what: string): string {
  const all = loaded < total ? `the first ${count(loaded)} of ${count(total)} ${what}` : `${count(total)} ${what}`;
  return shown === loaded ? all : `${count(shown)} of ${all}`;
}

function columnsOf(columns: Columns, terms: Terms, select: ViewProps['select']): Column<EventRow>[] {
  return [
    {
      id: 'name',
      label: terms.event,
      width: 'minmax(160px, 2fr)',
      sortable: true,
      render(row) {
        const { title, isException } = eventText(row);
        return (
          <span className={`${events.title} ${isException ? events.failed : ''}`}>
            {isException && <Icon name="error" />}
            <span className="cut">{clip(title) || '(no name)'}</span>
          </span>
        );
      },
      title: (row) => eventText(row).title,
    },
    { id: 'time', label: 'Time', width: '88px', align: 'end', sortable: true, render: ({ time }) => <Duration nanos={time} /> },
    {
      id: 'service',
      label: 'Service',
      width: 'minmax(112px, 1fr)',
      sortable: true,
      render: ({ row }) => <ServiceName service={columns.services[columns.service[row]]} />,
    },
    {
      id: 'span',
      label: 'Span',
      width: 'minmax(112px, 1fr)',
      sortable: true,
      render: ({ row }) => (
        <button type="button" tabIndex={-1} className={`cut ${events.span}`} onClick={() => select(row)}>
          {clip(columns.names[columns.name[row]]) || '(no name)'}
        </button>
      ),
      title: ({ row }) => columns.names[columns.name[row]],
    },
    {
      id: 'attributes',
      label: terms.attributes,
      width: 'minmax(160px, 3fr)',
      render(row) {
        const { rest, stack } = eventText(row);
        const all = stack === '' ? rest : [...rest, { key: 'stack', value: stack.slice(0, 300).replace(/\s+/g, ' ').trim() }];
        return <span className={events.line}>{attributeLine(all)}</span>;
      },
      title: (row) => attributeLine(row.attributes),
    },
  ];
}
