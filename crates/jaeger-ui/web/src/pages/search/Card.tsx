import type { TraceSummary } from '../../api/summaries';
import { clip, count, duration } from '../../model/format';
import { ServiceMark } from '../../ui/ServiceMark';
import { Errors, Root } from './columns';
import styles from './Card.module.css';
import { CardAttributes } from './CardAttributes';
import { ServicesBar } from './ServicesBar';
import { startText, startTitle } from './startText';
import type { Clock } from './startText';

const SERVICES_SHOWN = 8;

export interface CardProps {
  trace: TraceSummary;
  longest: number;
  clock: Clock;
  isFull: boolean;
  /** Keys of attributes that are shown. */
  attributes: readonly string[];
}

/** A trace in two or three lines. */
export function Card({ trace, longest, clock, isFull, attributes }: CardProps) {
  const services = [...trace.services].sort((a, b) => b.errors - a.errors || b.spans - a.spans);
  return (
    <span className={styles.card}>
      <span className={styles.line}>
        <Root trace={trace} />
        <span className={styles.duration}>{duration(trace.durationNano)}</span>
      </span>
      <span className={styles.line}>
        <span className={styles.facts}>
          <span title={startTitle(trace.startUnixNano, clock)}>
            {startText(trace.startUnixNano, clock, isFull ? 'full' : 'second')}
          </span>
          <span>
            {count(trace.spans)} {trace.spans === 1 ? 'span' : 'spans'}
          </span>
          {trace.errors > 0 && <Errors count={trace.errors} />}
        </span>
        {isFull ? (
          <span className={styles.track}>
            <span className={styles.bar} style={{ width: `${longest > 0 ? (100 * trace.durationNano) / longest : 0}%` }} />
          </span>
        ) : (
          <span className={styles.services}>
            <ServicesBar trace={trace} />
          </span>
        )}
      </span>
      {isFull && (
        <span className={styles.line}>
          <span className={styles.names}>
            {services.slice(0, SERVICES_SHOWN).map(({ name, spans, errors }) => (
              <span key={name} className={styles.chip} title={clip(name)}>
                <ServiceMark service={name} />
                <span className="cut">{clip(name, 80)}</span>
                <span className="muted">{count(spans)}</span>
                {errors > 0 && <Errors count={errors} />}
              </span>
            ))}
            {services.length > SERVICES_SHOWN && <span className="muted">{services.length - SERVICES_SHOWN} more</span>}
          </span>
          {attributes.length > 0 && <CardAttributes trace={trace} names={attributes} />}
        </span>
      )}
    </span>
  );
}
