import { useState } from 'react';

import { useSettings } from '../../../app/settings';
import { useTerms } from '../../../app/config';
import { clip, count, duration, timeExact } from '../../../model/format';
import type { LinkScope } from '../../../model/links';
import type { SpanDetail, SpanEvent } from '../../../model/span';
import { valueText } from '../../../model/value';
import { Button } from '../../../ui/Button';
import type { Work } from '../work';
import styles from './Attributes.module.css';
import { AttributeRow } from './AttributeRow';
import { Exception, isException } from './FailureBox';

const MOST_SHOWN = 40;
/** So few are open from the start. */
const OPEN = 3;
/** Shown as the exception already. */
const OF_EXCEPTION = new Set(['exception.type', 'exception.message', 'exception.stacktrace']);

export interface EventListProps {
  work: Work;
  row: number;
  detail: SpanDetail;
  scope: LinkScope;
}

/** Events by time, counted from the start of the span. */
export function EventList({ work, detail, scope }: EventListProps) {
  const { events: word } = useTerms();
  const zone = useSettings((state) => state.zone);
  const [limit, setLimit] = useState(MOST_SHOWN);
  const { events } = detail;
  if (events.length === 0) return <p className={styles.none}>No {word.toLowerCase()}</p>;
  return (
    <>
      <ol role="list" className={styles.events}>
        {events.slice(0, limit).map((event, index) => (
          <li key={index}>
            <details open={events.length <= OPEN || isException(event)} className={styles.event}>
              <summary className={styles.eventHead}>
                <span className={styles.eventTime} title={timeExact(event.timeUnixNano, zone)}>
                  {offset(event, detail)}
                </span>
                <span className={isException(event) ? styles.eventFailed : styles.eventName}>
                  {clip(event.name, 120) || '(no name)'}
                </span>
                <span className={styles.preview}>{preview(event)}</span>
              </summary>
              {isException(event) && <Exception event={event} />}
              <dl className={styles.list}>
                {event.attributes
                  .filter(({ key }) => !isException(event) || !OF_EXCEPTION.has(key))
                  .slice(0, MOST_SHOWN)
                  .map(({ key, value }, at) => (
                    <AttributeRow
                      key={at}
                      name={key}
                      value={value}
                      type="events"
                      scope={{ ...scope, beside: event.attributes }}
                      work={work}
                      service={detail.service}
                    />
                  ))}
              </dl>
            </details>
          </li>
        ))}
      </ol>
      {events.length > limit && (
        <Button kind="quiet" onClick={() => setLimit(limit + 100)}>
          Show {count(Math.min(100, events.length - limit))} more
        </Button>
      )}
    </>
  );
}

function offset(event: SpanEvent, { startUnixNano }: SpanDetail): string {
  const nanos = Number(event.timeUnixNano - startUnixNano);
  return nanos >= 0 ? `+${duration(nanos)}` : duration(nanos);
}

function preview({ attributes }: SpanEvent): string {
  const parts = attributes.slice(0, 4).map(({ key, value }) => `${clip(key, 40)}=${valueText(value).slice(0, 60)}`);
  return parts.join('  ').replaceAll('\n', ' ');
}
