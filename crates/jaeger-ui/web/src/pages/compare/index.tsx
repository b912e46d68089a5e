import { useLocation, useParams } from 'wouter';

import { ApiError } from '../../api/client';
import { config, newPage } from '../../app/config';
import { useKeys } from '../../app/keys';
import { Page } from '../../app/Page';
import { useCompareState } from '../../app/urlState';
import { clip } from '../../model/format';
import { safeHref } from '../../model/links';
import { Failure } from '../../ui/Failure';
import { Skeleton } from '../../ui/Skeleton';
import { compareHref, comparedIds } from '../../url/compare';
import { shortTraceId, traceIdOfPath } from '../../url/traceId';
import { Cohort } from './Cohort';
import styles from './Compare.module.css';
import { Comparison } from './Comparison';
import { Picker } from './Picker';
import { Side } from './Side';
import { useCompared } from './useCompared';

/** Two traces beside each other. */
export default function ComparePage() {
  const params = useParams<{ id: string }>();
  const [, navigate] = useLocation();
  const [state, set] = useCompareState();
  const ids = comparedIds(decoded(params.id)) ?? {};
  const [a, b] = [known(ids.a), known(ids.b)];
  const ofA = useCompared(a);
  const ofB = useCompared(b);
  const cohort = [...new Set([...(state.cohort ?? []), ...[a, b].filter((id) => id !== undefined)])];

  function show(nextA: string | undefined, nextB: string | undefined) {
    const all = [...new Set([...cohort, ...[nextA, nextB].filter((id) => id !== undefined)])];
    const { mode, view, scale, uiFind, only, sort } = state;
    navigate(compareHref(nextA, nextB, all, { mode, view, scale, uiFind, only, sort }));
  }
  const swap = () => show(b, a);
  useKeys('Compare', [
    { key: '[', label: 'Swap the two traces', run: swap },
    { key: ']', label: 'Swap the two traces', run: swap },
  ]);

  const { helpLink } = config().traceDiff;
  const help = helpLink === undefined ? undefined : safeHref(helpLink);
  const digits = config().traceIdDisplayLength;
  const title = a && b ? `${shortTraceId(a, digits)} and ${shortTraceId(b, digits)} compared` : 'Compare traces';
  const missing = isMissing(a, ofA.error) ? 'a' : isMissing(b, ofB.error) ? 'b' : undefined;
  const other = missing === 'a' ? ofB.data : ofA.data;
  const failed = [ofA, ofB].find(({ error }) => error !== null && !isNotFound(error));
  return (
    <Page title={title} wide>
      <div className={styles.sides}>
        <Side
          letter="A"
          traceId={a}
          trace={ofA.data}
          isFailed={ofA.isError}
          other={ofB.data}
          onPick={(id) => show(id, b)}
        />
        <Side
          letter="B"
          traceId={b}
          trace={ofB.data}
          isFailed={ofB.isError}
          other={ofA.data}
          onPick={(id) => show(a, id)}
          onSwap={a || b ? swap : undefined}
        />
      </div>
      {cohort.length > 2 && <Cohort ids={cohort} a={a} b={b} onPick={show} />}
      {missing !== undefined && (
        <section className={styles.pick} aria-label={`Choose trace ${missing.toUpperCase()}`}>
          {(missing === 'a' ? a : b) !== undefined && (
            <p className={styles.gone}>
              No trace has the id <span className="mono data">{clip((missing === 'a' ? a : b) ?? '', 64)}</span>. It may
              not have been sampled, or was deleted since.
            </p>
          )}
          <h2>{other === undefined ? 'Choose a trace' : 'Choose the trace to compare with'}</h2>
          <Picker other={other} taken={[a, b]} onPick={(id) => (missing === 'a' ? show(id, b) : show(a, id))} />
          {help !== undefined && (
            <a href={help} target={newPage()} rel="noopener noreferrer">
              About comparing traces
            </a>
          )}
        </section>
      )}
      {failed && <Failure error={failed.error} onRetry={() => void failed.refetch()} />}
      {!missing && !failed && (!ofA.data || !ofB.data) && (
        <div className={styles.pad}>
          <Skeleton rows={14} />
        </div>
      )}
      {ofA.data && ofB.data && <Comparison key={`${a} ${b}`} a={ofA.data} b={ofB.data} state={state} set={set} />}
    </Page>
  );
}

/** Whether a side needs a trace: none was named, or none is there under the name. */
function isMissing(id: string | undefined, error: unknown): boolean {
  return id === undefined || isNotFound(error);
}

function isNotFound(error: unknown): boolean {
  return error instanceof ApiError && error.status === 404;
}

/** As the server knows it where it can be told, else as it was given. */
function known(id: string | undefined): string | undefined {
  return id === undefined ? undefined : (traceIdOfPath(id) ?? id);
}

function decoded(id: string): string {
  try {
    return decodeURIComponent(id);
  } catch {
    return id;
  }
}
