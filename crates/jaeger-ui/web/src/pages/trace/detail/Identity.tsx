import type { ReactNode } from 'react';

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
      <Pair name="Span id">
        <code>{spanId}</code>
        <CopyButton text={spanId} label="Copy the span id" />
      </Pair>
      {parent >= 0 && (
        <Pair name="Parent">
          <button type="button" className={styles.identityLink} onClick={() => work.select(parent)}>
            {clip(columns.services[columns.service[parent]], 60)} {clip(columns.names[columns.name[parent]], 100)}
          </button>
        </Pair>
      )}
      {parent < 0 && (detail?.parentSpanId ?? '') !== '' && (
        <Pair name="Parent">
          <code>{detail?.parentSpanId}</code>, which is not in the trace
        </Pair>
      )}
      <Pair name="Kind">{KIND_WORDS[columns.kind[row]]}</Pair>
      <Pair name="Status">{STATUS_WORDS[columns.status[row]]}</Pair>
      {scope !== undefined && scope.name !== '' && (
        <Pair name="Scope">{clip(`${scope.name} ${scope.version}`, 200)}</Pair>
      )}
      {detail !== undefined && detail.traceState !== '' && <Pair name="Trace state">{clip(detail.traceState)}</Pair>}
    </dl>
  );
}

function Pair({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className={styles.pair}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
