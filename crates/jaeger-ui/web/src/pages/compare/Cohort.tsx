import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';

import { searchTraces } from '../../api/search';
import type { TraceSummary } from '../../api/summaries';
import { config } from '../../app/config';
import { count } from '../../model/format';
import { toQuery } from '../../model/query/toQuery';
import { Button } from '../../ui/Button';
import { DataTable } from '../../ui/DataTable';
import type { Column } from '../../ui/DataTable';
import { Duration } from '../../ui/Duration';
import { ShareBar } from '../../ui/ShareBar';
import { Time } from '../../ui/Time';
import { emptySearch } from '../../url/search';
import { shortTraceId } from '../../url/traceId';
import styles from './Cohort.module.css';
import { RootName } from './RootName';

export interface CohortProps {
  ids: readonly string[];
  a?: string;
  b?: string;
  onPick(a: string | undefined, b: string | undefined): void;
}

interface Member {
  traceId: string;
  summary?: TraceSummary;
}

/** All traces that were chosen, the slowest first; any two of them can be compared. */
export function Cohort({ ids, a, b, onPick }: CohortProps) {
  const [open, setOpen] = useState(a === undefined || b === undefined);
  const query = useQuery({
    queryKey: ['cohort', [...ids].sort()],
    queryFn: ({ signal }) =>
      searchTraces(
        toQuery({ ...emptySearch, traceIds: [...ids], limit: ids.length }, Date.now() * 1000),
        undefined,
        signal,
      ),
  });
  const rows = useMemo(() => {
    const known = new Map(query.data?.summaries.map((summary) => [summary.traceId, summary]));
    const members: Member[] = ids.map((traceId) => ({ traceId, summary: known.get(traceId) }));
    return members.sort((x, y) => (y.summary?.durationNano ?? -1) - (x.summary?.durationNano ?? -1));
  }, [ids, query.data]);
  const most = rows[0]?.summary?.durationNano ?? 1;
  return (
    <section className={styles.cohort} aria-label="Chosen traces">
      <div className={styles.head}>
        <Button
          kind="quiet"
          icon={open ? 'chevron-down' : 'chevron-right'}
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          {count(ids.length)} traces chosen
        </Button>
        <span className="muted">
          {query.isError ? 'Their durations are not known.' : 'Press A or B to put one on that side.'}
        </span>
      </div>
      {open && (
        <DataTable
          label="Chosen traces"
          rows={rows}
          rowKey={({ traceId }) => traceId}
          columns={columnsOf(most, { ids, a, b, onPick })}
          maxHeight={196}
        />
      )}
    </section>
  );
}

function columnsOf(most: number, { a, b, onPick }: CohortProps): Column<Member>[] {
  return [
    {
      id: 'side',
      label: 'Side',
      width: '88px',
      title: ({ traceId }) => traceId,
      render: ({ traceId }) => (
        <span className={styles.sides}>
          {(['A', 'B'] as const).map((letter) => (
            <button
              key={letter}
              type="button"
              className={styles.side}
              aria-pressed={traceId === (letter === 'A' ? a : b)}
              aria-label={`Trace ${shortTraceId(traceId, 8)} as ${letter}`}
              onClick={() =>
                letter === 'A' ? onPick(traceId, traceId === b ? a : b) : onPick(traceId === a ? b : a, traceId)
              }
            >
              {letter}
            </button>
          ))}
        </span>
      ),
    },
    {
      id: 'name',
      label: 'Trace',
      width: 'minmax(200px, 2fr)',
      render: ({ traceId, summary }) =>
        summary ? (
          <RootName summary={summary} className={styles.operation} />
        ) : (
          <span className="mono">{shortTraceId(traceId, Math.max(16, config().traceIdDisplayLength))}</span>
        ),
    },
    {
      id: 'duration',
      label: 'Duration',
      width: 'minmax(120px, 1fr)',
      align: 'end',
      render: ({ summary }) =>
        summary && (
          <ShareBar share={summary.durationNano / most}>
            <Duration nanos={summary.durationNano} />
          </ShareBar>
        ),
    },
    {
      id: 'spans',
      label: 'Spans',
      width: '72px',
      align: 'end',
      render: ({ summary }) => summary && count(summary.spans),
    },
    {
      id: 'errors',
      label: 'Failed',
      width: '72px',
      align: 'end',
      render: ({ summary }) =>
        summary && <span className={summary.errors > 0 ? styles.errors : undefined}>{count(summary.errors)}</span>,
    },
    {
      id: 'start',
      label: 'Start',
      width: '176px',
      align: 'end',
      render: ({ summary }) => summary && <Time unixNano={summary.startUnixNano} />,
    },
  ];
}
