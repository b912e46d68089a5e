import type { SpanDetail, SpanEvent } from '../../../model/span';
import { attributeText } from '../../../model/value';
import { Icon } from '../../../ui/Icon';
import styles from './SpanDetail.module.css';
import { Stack } from './Stack';

/** More exceptions of one span are in its events. */
const MOST_SHOWN = 3;
const MOST_TEXT = 2000;

/** Why the span failed: the message of its status, and its exceptions with their stack traces whole. */
export function FailureBox({ detail }: { detail: SpanDetail | undefined }) {
  const exceptions = (detail?.events ?? []).filter(isException);
  const message = detail?.status.message || saidOtherwise(detail);
  const said = exceptions.some((event) => attributeText(event.attributes, 'exception.message') === message);
  return (
    <div className={styles.failure}>
      <h3 className={styles.failureTitle}>
        <Icon name="error" />
        Failed
      </h3>
      {message !== '' && !said && <p className={`data ${styles.message}`}>{message.slice(0, MOST_TEXT)}</p>}
      {exceptions.slice(0, MOST_SHOWN).map((event, index) => (
        <Exception key={index} event={event} />
      ))}
      {exceptions.length > MOST_SHOWN && <p className="muted">{exceptions.length - MOST_SHOWN} more in the events</p>}
    </div>
  );
}

/** Clients that know no status, as Zipkin's, say in an attribute what went wrong. */
function saidOtherwise(detail: SpanDetail | undefined): string {
  const text = attributeText(detail?.attributes ?? [], 'error.message', 'error');
  return text === 'true' ? '' : text;
}

export function isException(event: SpanEvent): boolean {
  return event.name === 'exception' || event.attributes.some(({ key }) => key === 'exception.type' || key === 'exception.stacktrace');
}

export function Exception({ event }: { event: SpanEvent }) {
  const type = attributeText(event.attributes, 'exception.type');
  const message = attributeText(event.attributes, 'exception.message');
  const stack = attributeText(event.attributes, 'exception.stacktrace', 'stack');
  return (
    <div className={styles.exception}>
      <p className={`data ${styles.message}`}>
        {type !== '' && <strong>{type.slice(0, 300)}</strong>}
        {type !== '' && message !== '' && ': '}
        {message.slice(0, MOST_TEXT)}
      </p>
      {stack !== '' && <Stack text={stack} />}
    </div>
  );
}
