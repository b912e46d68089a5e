import type { Overview } from '../../api/overview';
import type { TraceSummary } from '../../api/summaries';
import { count, duration, durationExact } from '../../model/format';
import styles from './Answer.module.css';
import type { Results } from './useResults';

/** What an engineer would say aloud of the results. */
export function Answer({ results }: { results: Results }) {
  const { traces, fetched, isNarrowedHere, isOverviewPending } = results;
  const overview = isOverviewPending ? undefined : results.overview;
  const shown = traces.length;
  const uploaded = traces.filter(({ isUpload }) => isUpload).length;
  const failed = overview ? overview.failed : traces.filter(({ errors }) => errors > 0).length;
  return (
    <div className={styles.answer}>
      <p aria-live="polite" className={styles.sentence}>
        <strong>{heading(fetched, overview)}</strong>
        {uploaded > 0 && <span>{count(uploaded)} uploaded</span>}
        {shown > 0 && !isOverviewPending && (
          <>
            <span className={failed > 0 ? styles.failed : 'muted'}>{failed > 0 ? `${count(failed)} failed` : 'none failed'}</span>
            <Percentiles overview={overview} traces={traces} />
          </>
        )}
        {isNarrowedHere && (
          <span className={styles.note} title="This server cannot filter by the duration or errors of a trace, nor order traces. Both was done with the traces that it sent.">
            within these results
          </span>
        )}
      </p>
    </div>
  );
}

function heading(shown: number, overview: Overview | undefined): string {
  if (!overview || overview.traces <= shown) return `${count(shown)} ${shown === 1 ? 'trace' : 'traces'}`;
  return `${count(shown)} of ${count(overview.traces)}${overview.truncated ? '+' : ''} traces`;
}

function Percentiles({ overview, traces }: { overview?: Overview; traces: readonly TraceSummary[] }) {
  const [p50, p95] = overview ? [overview.p50, overview.p95] : ofTraces(traces);
  return (
    <span className={styles.figures}>
      <span title={`Half of the traces last ${durationExact(p50)} or less`}>
        p50 <span className={styles.figure}>{duration(p50)}</span>
      </span>
      <span title={`95 of 100 traces last ${durationExact(p95)} or less`}>
        p95 <span className={styles.figure}>{duration(p95)}</span>
      </span>
    </span>
  );
}

function ofTraces(traces: readonly TraceSummary[]): [number, number] {
  const sorted = traces.map(({ durationNano }) => durationNano).sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;
  return [at(0.5), at(0.95)];
}
