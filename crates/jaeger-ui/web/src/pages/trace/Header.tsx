import type { ReactNode } from 'react';

import { config } from '../../app/config';
import { clip, count, counted, duration, durationExact } from '../../model/format';
import { CopyButton } from '../../ui/CopyButton';
import { Icon } from '../../ui/Icon';
import { ServiceMark } from '../../ui/ServiceMark';
import { Time } from '../../ui/Time';
import { shortTraceId } from '../../url/traceId';
import { rootOf } from './facts';
import styles from './Header.module.css';
import { isPartial } from './load';
import { TraceActions } from './TraceActions';
import { nextRow } from './walk';
import type { Work } from './work';

/** What the trace is, in one line; in a frame perhaps only what it is called. */
export function Header({ work, facts }: { work: Work; facts: boolean }) {
  return (
    <div className={`${styles.header} ${facts ? '' : styles.short}`}>
      <Title work={work} />
      <TraceIdText work={work} />
      {facts ? <Facts work={work} /> : <span className={styles.facts} />}
      <TraceActions work={work} />
    </div>
  );
}

export function Title({ work }: { work: Work }) {
  const { service, name } = rootOf(work.model);
  return (
    <h1 className={styles.title}>
      <ServiceMark service={service} />
      <span className={styles.service} title={clip(service)}>
        {clip(service, 120) || '(no service)'}
      </span>
      <span className={styles.name} title={clip(name)}>
        {clip(name, 200) || '(no name)'}
      </span>
    </h1>
  );
}

export function TraceIdText({ work }: { work: Work }) {
  const { traceId } = work.model.columns;
  return (
    <span className={styles.id}>
      <code title={traceId}>{shortTraceId(traceId, config().traceIdDisplayLength)}</code>
      <CopyButton text={traceId} label="Copy the trace id" />
    </span>
  );
}

/** What is asked first; `short` leaves the rest to another place. */
export function Facts({ work, short = false }: { work: Work; short?: boolean }) {
  const { columns } = work.model;
  return (
    <FactList>
      <li className={styles.strong} title={durationExact(columns.durationNano)}>
        {duration(columns.durationNano)}
      </li>
      <li>
        <Errors work={work} short={short} />
      </li>
      <Completeness work={work} />
      {short ? <li>{counted(columns.count, 'span')}</li> : <MoreFacts work={work} spans />}
    </FactList>
  );
}

export function MoreFacts({ work, spans = false }: { work: Work; spans?: boolean }) {
  const { columns, derived } = work.model;
  return (
    <>
      <li>
        <Time unixNano={columns.startUnixNano} />
      </li>
      {spans && <li>{counted(columns.count, 'span')}</li>}
      <li>{counted(columns.services.length, 'service')}</li>
      <li>depth {count(derived.maxDepth + 1)}</li>
      {work.trace.isUpload && <li className={styles.chip}>Uploaded</li>}
    </>
  );
}

export function FactList({ children }: { children: ReactNode }) {
  return (
    <ul role="list" className={styles.facts}>
      {children}
    </ul>
  );
}

/** Pressed, it goes to the next failed span. */
function Errors({ work, short }: { work: Work; short: boolean }) {
  const { derived } = work.model;
  const failed = derived.errors.length;
  if (failed === 0) return <span className={styles.none}>no errors</span>;
  const services = derived.byService.errors.reduce((sum, errors) => sum + (errors > 0 ? 1 : 0), 0);
  const next = () => work.select(nextRow(derived.errors, work.selected, 1), { focus: true });
  return (
    <button type="button" className={styles.errors} title="Next failed span (e)" onClick={next}>
      <Icon name="error" />
      {counted(failed, 'error')}
      {!short && services > 1 && ` in ${counted(services, 'service')}`}
    </button>
  );
}

function Completeness({ work: { model } }: { work: Work }) {
  const { truncated, warnings } = model.columns;
  return (
    <>
      {truncated !== null && (
        <li className={styles.warning} title="The trace is larger than the server gives out at once.">
          {count(truncated.shown)} of {count(truncated.total)} spans
        </li>
      )}
      {isPartial(model.columns) && (
        <li className={styles.warning} title="Parents are missing, or spans have not ended. The page looks for more each minute.">
          Incomplete
        </li>
      )}
      {warnings.length > 0 && (
        <li className={styles.warning} title={clip(warnings.join('\n'), 1000)}>
          {counted(warnings.length, 'warning')}
        </li>
      )}
    </>
  );
}
