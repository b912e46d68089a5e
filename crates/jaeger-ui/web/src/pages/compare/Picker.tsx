import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';

import { searchTraces } from '../../api/search';
import type { TraceSource } from '../../api/source';
import type { TraceSummary } from '../../api/summaries';
import { capabilities } from '../../app/config';
import { clip, count, figures } from '../../model/format';
import { toQuery } from '../../model/query/toQuery';
import { summarize } from '../../model/summarize';
import { Button } from '../../ui/Button';
import { Duration } from '../../ui/Duration';
import { Failure } from '../../ui/Failure';
import { Skeleton } from '../../ui/Skeleton';
import { TextField } from '../../ui/TextField';
import { Time } from '../../ui/Time';
import { emptySearch } from '../../url/search';
import { asTraceId, traceIdOfPath } from '../../url/traceId';
import styles from './Picker.module.css';
import { RootName } from './RootName';
import { spansText } from './words';

export interface PickerProps {
  /** The trace on the other side: others of the same root are offered. */
  other?: TraceSource;
  /** Traces that are shown already. */
  taken: readonly (string | undefined)[];
  onPick(traceId: string): void;
}

/** A trace by its id, or one of the newest of the same kind. */
export function Picker({ other, taken, onPick }: PickerProps) {
  const [typed, setTyped] = useState('');
  const id = traceIdOfPath(typed);
  const root = other && summarize(other.model);
  const free = capabilities().uiApi || capabilities().searchWithoutServiceName;
  const query = useQuery({
    queryKey: ['compare-candidates', root?.rootService, root?.rootName],
    enabled: root !== undefined || free,
    queryFn: ({ signal }) => {
      const search = {
        ...emptySearch,
        service: root?.rootService,
        operation: root?.rootName,
        lookback: '2d',
        limit: 20,
      };
      return searchTraces(toQuery(search, Date.now() * 1000), undefined, signal);
    },
  });
  const found = query.data?.summaries.filter(({ traceId }) => !taken.includes(traceId)) ?? [];
  const error = typed.trim() !== '' && id === undefined ? 'A trace id has up to 32 hexadecimal digits' : undefined;
  const pick = () => {
    if (id !== undefined) onPick(id);
  };
  return (
    <div className={styles.picker}>
      <div className={styles.paste}>
        <TextField
          label="Trace id"
          value={typed}
          error={error}
          placeholder="Paste a trace id"
          onChange={(text) => {
            setTyped(text);
            // A whole id was pasted.
            if (text.length - typed.length > 8 && asTraceId(text) !== undefined) onPick(asTraceId(text) ?? text);
          }}
          onEnter={pick}
        />
        <Button kind="primary" disabled={id === undefined} onClick={pick}>
          Choose
        </Button>
      </div>
      {(root !== undefined || free) && (
        <>
          <h3 className={styles.head}>
            {root === undefined
              ? 'Newest traces'
              : `Newest traces of ${clip(root.rootService, 60)} ${clip(root.rootName, 60)}`}
          </h3>
          {query.isPending && <Skeleton rows={6} />}
          {query.isError && <Failure error={query.error} onRetry={() => void query.refetch()} />}
          {query.data && found.length === 0 && <p className="muted">None in the last 2 days.</p>}
          <ul role="list" className={styles.list}>
            {found.map((trace) => (
              <li key={trace.traceId}>
                <Candidate trace={trace} than={root?.durationNano} onPick={onPick} />
              </li>
            ))}
          </ul>
        </>
      )}
      <p className={styles.hint}>
        Or tick traces among the results of a <Link href="/search">search</Link> and press Compare.
      </p>
    </div>
  );
}

function Candidate({ trace, than, onPick }: { trace: TraceSummary; than?: number; onPick(id: string): void }) {
  const ratio = than === undefined || than === 0 ? undefined : trace.durationNano / than;
  return (
    <button type="button" className={styles.candidate} onClick={() => onPick(trace.traceId)}>
      <RootName summary={trace} />
      <span className={styles.fact}>{spansText(trace.spans)}</span>
      <span className={`${styles.fact} ${styles.errors}`}>{trace.errors > 0 && `${count(trace.errors)} failed`}</span>
      <span className={styles.fact} title="Times as long">
        {ratio !== undefined && `${figures(ratio)}×`}
      </span>
      <span className={styles.fact}>
        <Duration nanos={trace.durationNano} />
      </span>
      <span className={styles.fact}>
        <Time unixNano={trace.startUnixNano} mode="relative" />
      </span>
    </button>
  );
}
