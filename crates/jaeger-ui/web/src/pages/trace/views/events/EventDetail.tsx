import type { Columns } from '../../../../model/columns';
import { clip, count, duration } from '../../../../model/format';
import { Button } from '../../../../ui/Button';
import { CopyButton } from '../../../../ui/CopyButton';
import { Icon } from '../../../../ui/Icon';
import { IconButton } from '../../../../ui/IconButton';
import { ServiceName } from '../../../../ui/ServiceName';
import { Time } from '../../../../ui/Time';
import shared from '../views.module.css';
import styles from './Events.module.css';
import { eventText } from './text';
import type { EventRow } from './useEvents';

export interface EventDetailProps {
  columns: Columns;
  event: EventRow;
  select(row: number): void;
  onClose(): void;
}

/** Longer values are copied whole, but not shown. */
const SHOWN = 20_000;

/** One event with everything it carries; the stack trace of an exception first, and whole. */
export function EventDetail({ columns, event, select, onClose }: EventDetailProps) {
  const { title, isException, stack, rest } = eventText(event);
  const heading = isException ? 'Exception' : clip(title) || '(no name)';
  const { row, time } = event;
  return (
    <>
      <div className={shared.asideHead}>
        <h2 className={isException ? `${styles.title} ${styles.failed}` : 'cut'} title={heading}>
          {isException && <Icon name="error" />}
          {heading}
        </h2>
        <span className={shared.push} />
        <IconButton icon="close" label="Close" onClick={onClose} />
      </div>
      <div className={styles.detail}>
        <p className={styles.facts}>
          <ServiceName service={columns.services[columns.service[row]]} />
          <span className="data">{clip(columns.names[columns.name[row]])}</span>
          <span>
            {duration(time)} after the start, <Time unixNano={columns.startUnixNano + BigInt(Math.round(time))} mode="time" />
          </span>
        </p>
        <Button icon="panel" onClick={() => select(row)}>
          Open span
        </Button>
        {isException && <p className={`data ${styles.message}`}>{clip(title, 2000)}</p>}
        {stack !== '' && <Long name="Stack trace" text={stack} />}
        {rest.map(({ key, value }, at) => (
          <Long key={at} name={key} text={value} />
        ))}
        {rest.length === 0 && stack === '' && <p className="muted">No attributes.</p>}
      </div>
    </>
  );
}

function Long({ name, text }: { name: string; text: string }) {
  return (
    <section className={styles.attribute}>
      <h3 className={`data ${styles.key}`}>{clip(name, 200)}</h3>
      <CopyButton text={text} label={`Copy ${clip(name, 60)}`} />
      <pre className={`data ${styles.value}`} tabIndex={0} aria-label={clip(name, 200)}>
        {text.slice(0, SHOWN)}
      </pre>
      {text.length > SHOWN && (
        <p className="muted">{count(text.length - SHOWN)} more characters; copying takes all of them.</p>
      )}
    </section>
  );
}
