import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';

import type { TraceSummary } from '../../api/summaries';
import { lazyPage } from '../../app/lazyPage';
import { count } from '../../model/format';
import { Failure } from '../../ui/Failure';
import { Skeleton } from '../../ui/Skeleton';
import { callsOf } from './callsOf';
import styles from './ResultGraph.module.css';

const GraphView = lazyPage(async () => ({ default: (await import('../dependencies/GraphView')).GraphView }));

/** Whole traces are read for it, so not of every result of a long list. */
const MOST = 30;
const NO_LATENCIES: ReadonlyMap<string, number> = new Map();

/** Which services call which in the traces of the list. */
export function ResultGraph({ traces }: { traces: readonly TraceSummary[] }) {
  const ids = useMemo(() => traces.slice(0, MOST).map(({ traceId }) => traceId), [traces]);
  const [selected, setSelected] = useState<string>();
  const { data, error, refetch } = useQuery({
    queryKey: ['graph of results', ids],
    queryFn: ({ signal }) => callsOf(ids, signal),
    staleTime: Infinity,
  });
  if (error) return <Failure error={error} onRetry={() => void refetch()} />;
  return (
    <div className={styles.graph}>
      <p className={styles.note}>
        {traces.length > MOST
          ? `Calls between services in the first ${count(MOST)} of ${count(traces.length)} traces`
          : `Calls between services in ${count(traces.length)} traces`}
      </p>
      {data ? (
        <GraphView
          graph={data}
          metric="errors"
          layoutName="layers"
          selected={selected}
          onSelect={setSelected}
          latencies={NO_LATENCIES}
        />
      ) : (
        <Skeleton rows={12} />
      )}
    </div>
  );
}
