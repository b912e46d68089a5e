import { Link } from 'wouter';

import type { QualityCheck } from '../../api/quality';
import { config } from '../../app/config';
import { count, percent } from '../../model/format';
import { IconButton } from '../../ui/IconButton';
import { ServiceName } from '../../ui/ServiceName';
import { traceHref } from '../../url/trace';
import { shortTraceId } from '../../url/traceId';
import styles from './CheckDetail.module.css';
import { checkText } from './checks';

/** What a failed check means, what to do, and spans to look at. */
export function CheckDetail({ service, result, onClose }: { service: string; result: QualityCheck; onClose(): void }) {
  const { name, why, remedy } = checkText(result.check);
  const checked = result.passed + result.failed;
  const digits = Math.max(config().traceIdDisplayLength, 7);
  return (
    <aside className={styles.detail} aria-label={name}>
      <header className={styles.head}>
        <h2 className={styles.title}>{name}</h2>
        <IconButton icon="close" label="Close" onClick={onClose} />
      </header>
      <ServiceName service={service} />
      <p className={styles.numbers}>
        <strong className={result.failed > 0 ? styles.failed : undefined}>
          {count(result.failed)} of {count(checked)} spans fail
        </strong>{' '}
        ({percent(checked === 0 ? 0 : result.failed / checked)})
        {result.exempt > 0 && <>, {count(result.exempt)} had nothing to check</>}.
      </p>
      <p>{why}</p>
      {remedy !== '' && (
        <>
          <h3 className={styles.sub}>What to do</h3>
          <p>{remedy}</p>
        </>
      )}
      {result.examples.length > 0 && (
        <>
          <h3 className={styles.sub}>Examples</h3>
          <ul role="list" className={styles.list}>
            {result.examples.map(({ traceId, spanId }) => (
              <li key={`${traceId} ${spanId}`}>
                <Link href={traceHref(traceId, { sel: spanId })} className={styles.link}>
                  <span className="mono">{shortTraceId(traceId, digits)}</span> span{' '}
                  <span className="mono">{spanId.slice(0, 16)}</span>
                </Link>
              </li>
            ))}
          </ul>
        </>
      )}
    </aside>
  );
}
