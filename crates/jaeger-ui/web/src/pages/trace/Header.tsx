import { config } from '../../app/config';
import { clip, count, duration, durationExact } from '../../model/format';
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
  const { model } = work;
  const { columns } = model;
  const { service, name } = rootOf(model);
  return (
    <div className={styles.header}>
      <h1 className={styles.title}>
        <ServiceMark service={service} />
        <span className={styles.service} title={clip(service)}>
          {clip(service, 120) || '(no service)'}
        </span>
        <span className={styles.name} title={clip(name)}>
          {clip(name, 200) || '(no name)'}
        </span>
      </h1>
      <span className={styles.id}>
        <code title={columns.traceId}>{shortTraceId(columns.traceId, config().traceIdDisplayLength)}</code>
        <CopyButton text={columns.traceId} label="Copy the trace id" />
      </span>
      {facts ? <Facts work={work} /> : <span className={styles.facts} />}
      <TraceActions work={work} />
    </div>
  );
}

function Facts({ work }: { work: Work }) {
  const { columns, derived } = work.model;
  return (
    <ul role="list" className={styles.facts}>
      <li className={styles.strong} title={durationExact(columns.durationNano)}>
        {duration(columns.durationNano)}
      </li>
      <li>
        <Errors work={work} />
      </li>
      <li>
        <Time unixNano={columns.startUnixNano} />
      </li>
      <li>{counted(columns.count, 'span')}</li>
      <li>{counted(columns.services.length, 'service')}</li>
      <li>depth {count(derived.maxDepth + 1)}</li>
      {work.trace.isUpload && <li className={styles.chip}>Uploaded</li>}
      <Completeness work={work} />
    </ul>
  );
}

/** Pressed, it goes to the next failed span. */
function Errors({ work }: { work: Work }) {
  const { derived } = work.model;
  const failed = derived.errors.length;
  if (failed === 0) return <span className={styles.none}>no errors</span>;
  const services = derived.byService.errors.reduce((sum, errors) => sum + (errors > 0 ? 1 : 0), 0);
  const next = () => work.select(nextRow(derived.errors, work.selected, 1), { focus: true });
  return (
    <button type="button" className={styles.errors} title="Next failed span (e)" onClick={next}>
      <Icon name="error" />
      {counted(failed, 'error')}
      {services > 1 && ` in ${counted(services, 'service')}`}
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

export function counted(number: number, word: string): string {
  return `${count(number)} ${word}${number === 1 ? '' : 's'}`;
}
