import { Link } from 'wouter';

import { Button } from '../../ui/Button';
import { Empty } from '../../ui/Empty';
import { searchHref } from '../../url/search';
import { asTraceId } from '../../url/traceId';
import styles from './TracePage.module.css';

/** What may be wrong when a trace is not there, and what to do. */
/** `given` is the id as the address had it. */
export function NotFound({ traceId, given, onRetry }: { traceId: string; given: string; onRetry(): void }) {
  const isId = asTraceId(traceId) !== undefined;
  const detail = isId
    ? 'It may not have been stored yet, may not have been sampled, or may be older than what is kept.'
    : 'This does not look like a trace id: those have 32 digits from 0 to 9 and a to f.';
  return (
    <Empty
      title="There is no such trace"
      detail={
        <>
          <code className="data">{traceId.slice(0, 200)}</code>
          <br />
          {given !== traceId && (
            <>
              Looked for in this form; the address had <code className="data">{given.slice(0, 200)}</code>.
              <br />
            </>
          )}
          {detail}
        </>
      }
    >
      <Button icon="refresh" onClick={onRetry}>
        Look again
      </Button>
      {isId && (
        <Link className={styles.way} href={searchHref({ traceIds: [traceId] })}>
          Search for this id
        </Link>
      )}
      <Link className={styles.way} href={searchHref({})}>
        Search for traces
      </Link>
    </Empty>
  );
}
