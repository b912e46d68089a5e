import { useEffect } from 'react';
import { useLocation, useParams } from 'wouter';

import { useAddress } from '../../app/address';
import { Page } from '../../app/Page';
import { useTraceState } from '../../app/urlState';
import { bytes, counted } from '../../model/format';
import { Button } from '../../ui/Button';
import { Empty } from '../../ui/Empty';
import { Failure } from '../../ui/Failure';
import { Skeleton } from '../../ui/Skeleton';
import { traceIdOfPath } from '../../url/traceId';
import { rootOf } from './facts';
import { useLeftOut } from './leftOut';
import { isNotFound, useTrace } from './load';
import type { Loaded } from './load';
import { NotFound } from './NotFound';
import { OpenedTrace } from './OpenedTrace';
import styles from './TracePage.module.css';

export { openTraceEarly as early } from './early';

export default function TracePage() {
  const { id = '' } = useParams();
  const traceId = traceIdOfPath(id) ?? id;
  const given = useGiven(traceId);
  useCanonicalPath(id, traceId);
  const [state, set] = useTraceState();
  const loaded = useTrace(traceId, state.raw);
  const { trace } = loaded;
  useLeftOut(trace, state, set);

  if (trace === undefined) {
    return (
      <Page title={`Trace ${traceId}`} wide>
        <Waiting traceId={traceId} given={given} loaded={loaded} />
      </Page>
    );
  }
  if (trace.model.columns.count === 0) {
    return (
      <Page title={`Trace ${traceId}`} wide>
        <Empty title="This trace has no spans" detail="They may still be on their way.">
          <Button icon="refresh" onClick={loaded.retry}>
            Look again
          </Button>
        </Empty>
      </Page>
    );
  }
  const { service, name } = rootOf(trace.model);
  return (
    <Page title={`${service} ${name}`} wide ownHeading>
      {loaded.newSpans > 0 && (
        <div role="status" className={styles.banner}>
          {counted(loaded.newSpans, 'new span')}
          <Button kind="quiet" onClick={loaded.showNew}>
            Show
          </Button>
        </div>
      )}
      <OpenedTrace key={`${traceId} ${state.raw}`} trace={trace} traceKey={loaded.key} state={state} set={set} />
    </Page>
  );
}

function Waiting({ traceId, given, loaded }: { traceId: string; given: string; loaded: Loaded }) {
  if (isNotFound(loaded.error)) return <NotFound traceId={traceId} given={given} onRetry={loaded.retry} />;
  if (loaded.error) return <Failure error={loaded.error} onRetry={loaded.retry} />;
  return (
    <div className={styles.loading}>
      <Skeleton rows={4} height={36} />
      <Skeleton rows={16} height={24} />
      {loaded.bytes > 0 && <p className={styles.progress}>{bytes(loaded.bytes)} received</p>}
    </div>
  );
}

/** Ids come in several spellings; links that are copied have one. */
function useCanonicalPath(id: string, traceId: string): void {
  const [, navigate] = useLocation();
  useEffect(() => {
    if (id !== traceId) navigate(`/trace/${traceId}${window.location.search}`, { replace: true, state: { given: id } });
  }, [id, traceId, navigate]);
}

/** The id as it was before the address got its one spelling. */
function useGiven(traceId: string): string {
  const { state } = useAddress();
  if (typeof state !== 'object' || state === null || !('given' in state)) return traceId;
  return typeof state.given === 'string' ? state.given : traceId;
}
