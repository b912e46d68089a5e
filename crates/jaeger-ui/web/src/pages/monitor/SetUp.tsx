import { Link } from 'wouter';

import { config, newPage } from '../../app/config';
import { safeHref } from '../../model/links';
import { Button } from '../../ui/Button';
import { CopyButton } from '../../ui/CopyButton';
import { Empty } from '../../ui/Empty';
import styles from './SetUp.module.css';

const LINE = 'METRICS_STORAGE_TYPE=builtin';

/** The page without figures: how to get them. */
export function SetUp() {
  const { docsLink, emptyState } = config().monitor;
  const button = emptyState?.button;
  const docs = docsLink === undefined ? undefined : safeHref(docsLink);
  return (
    <Empty
      title={emptyState?.mainTitle ?? 'This server keeps no request rates, errors and latencies.'}
      detail={
        <>
          {emptyState?.subTitle !== undefined && <p>{emptyState.subTitle}</p>}
          {emptyState?.alert?.message !== undefined && <p>{emptyState.alert.message}</p>}
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
      {typeof button?.onClick === 'function' && (
        <Button kind="primary" onClick={() => button.onClick?.()}>
          {button.text ?? 'Set up'}
        </Button>
      )}
      <Link href="/search">Search traces instead</Link>
      {docs !== undefined && (
        <a href={docs} target={newPage()} rel="noopener noreferrer">
          Documentation
        </a>
      )}
    </Empty>
  );
}
