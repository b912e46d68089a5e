import { Link } from 'wouter';

import { config } from '../../app/config';
import { safeHref } from '../../model/links';
import { CopyButton } from '../../ui/CopyButton';
import { Empty } from '../../ui/Empty';
import styles from './SetUp.module.css';

const LINE = 'METRICS_STORAGE_TYPE=builtin';

/** The page without figures: how to get them. */
export function SetUp() {
  const { docsLink, emptyState } = config().monitor;
  const docs = docsLink === undefined ? undefined : safeHref(docsLink);
  return (
    <Empty
      title={emptyState?.mainTitle ?? 'This server keeps no request rates, errors and latencies.'}
      detail={
        <>
          <p>
            {emptyState?.description ??
              'It can work them out of the spans that it receives. Start it with this variable in its environment; figures are there for what arrives from then on.'}
          </p>
          <p className={styles.line}>
            <code>{LINE}</code>
            <CopyButton text={LINE} label="Copy the variable" />
          </p>
        </>
      }
    >
      <Link href="/search">Search traces instead</Link>
      {docs !== undefined && (
        <a href={docs} target="_blank" rel="noopener noreferrer">
          Documentation
        </a>
      )}
    </Empty>
  );
}
