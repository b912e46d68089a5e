import { clip } from '../../../model/format';
import type { SpanDetail } from '../../../model/span';
import { CopyButton } from '../../../ui/CopyButton';
import { spanIdOf } from '../../../model/columns';
import { KIND_WORDS, STATUS_WORDS } from '../timeline/colorBy';
import type { Work } from '../work';
import styles from './SpanDetail.module.css';

/** Ids, kind, and where the span was recorded; seldom wanted, so it stands last. */
export function Identity({ work, row, detail }: { work: Work; row: number; detail: SpanDetail | undefined }) {
  const { columns } = work.model;
  const spanId = spanIdOf(columns, row);
  const parent = columns.parent[row];
  const scope = detail?.scope;
  return (
    <dl className={styles.identity}>
      <dt>Span id</dt>
      <dd>
        <code>{spanId}</code>
        <CopyButton text={spanId} label="Copy the span id" />
      </dd>
      {(parent >= 0 || (detail?.parentSpanId ?? '') !== '') && (
        <>
          <dt>Parent</dt>
          <dd>
            {parent >= 0 ? (
              <button type="button" className={styles.identityLink} onClick={() => work.select(parent)}>
                {clip(columns.services[columns.service[parent]], 60)} {clip(columns.names[columns.name[parent]], 100)}
              </button>
            ) : (
              <>
                <code>{detail?.parentSpanId}</code>, which is not in the trace
              </>
            )}
          </dd>
        </>
      )}
      <dt>Kind</dt>
      <dd>{KIND_WORDS[columns.kind[row]]}</dd>
      <dt>Status</dt>
      <dd>{STATUS_WORDS[columns.status[row]]}</dd>
      {scope !== undefined && scope.name !== '' && (
        <>
          <dt>Scope</dt>
          <dd>{clip(`${scope.name} ${scope.version}`, 200)}</dd>
        </>
      )}
      {detail !== undefined && detail.traceState !== '' && (
        <>
          <dt>Trace state</dt>
          <dd>{clip(detail.traceState)}</dd>
        </>
      )}
    </dl>
  );
}
