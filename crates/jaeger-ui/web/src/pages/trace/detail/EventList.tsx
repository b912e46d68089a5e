import { useState } from 'react';

import { useSettings } from '../../../app/settings';
import { config, useTerms } from '../../../app/config';
import { eventName } from '../../../model/eventName';
import { clip, count, duration, timeExact } from '../../../model/format';
import { compileLinks } from '../../../model/links';
import type { LinkScope } from '../../../model/links';
import type { SpanDetail, SpanEvent, Value } from '../../../model/span';
import { valueText } from '../../../model/value';
import { Button } from '../../../ui/Button';
import { Switch } from '../../../ui/Switch';
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
  const { zoom, state, model } = work;
  const { events: word } = useTerms();
  const zone = useSettings((state) => state.zone);
  const [limit, setLimit] = useState(MOST_SHOWN);
  const [inRange, setInRange] = useState(false);
  const all = detail.events;
  const within = all.filter(({ timeUnixNano }) => {
    const at = Number(timeUnixNano - model.columns.startUnixNano);
    return at >= zoom[0] && at <= zoom[1];
  });
  const canChoose = state.zoom !== undefined && within.length < all.length;
  const events = canChoose && inRange ? within : all;
  if (all.length === 0) return <p className={styles.none}>No {word.toLowerCase()}</p>;
  return (
    <>
      {canChoose && (
        <Switch
          label={`Only the ${count(within.length)} of ${count(all.length)} in the time shown`}
          checked={inRange}
          onChange={setInRange}
        />
      )}
      <ol role="list" className={styles.events}>
        {events.slice(0, limit).map((event, index) => (
          <li key={index}>
            <details open={events.length <= OPEN || isException(event)} className={styles.event}>
              <summary className={styles.eventHead}>
                <span className={styles.eventTime} title={timeExact(event.timeUnixNano, zone)}>
                  {offset(event, detail)}
                </span>
                <span className={isException(event) ? styles.eventFailed : styles.eventName}>
                  {clip(eventName(event), 120) || '(no name)'}
                </span>
                <span className={styles.preview}>{preview(event)}</span>
              </summary>
              {isException(event) && <Exception event={event} />}
              <dl className={styles.list}>
                {event.attributes
                  .filter(({ key, value }) => !isException(event) || !OF_EXCEPTION.has(key) || isLinked(key, value, { ...scope, beside: event.attributes }))
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

/** What the box of an exception says stands below it once more where the configuration has a link for it. */
function isLinked(key: string, value: Value, scope: LinkScope): boolean {
  return compileLinks(config().linkPatterns).ofAttribute('events', key, value, scope).length > 0;
}

function offset(event: SpanEvent, { startUnixNano }: SpanDetail): string {
  const nanos = Number(event.timeUnixNano - startUnixNano);
  return nanos >= 0 ? `+${duration(nanos)}` : duration(nanos);
}

function preview({ attributes }: SpanEvent): string {
  const parts = attributes.slice(0, 4).map(({ key, value }) => `${clip(key, 40)}=${valueText(value).slice(0, 60)}`);
  return parts.join('  ').replaceAll('\n', ' ');
}
