import { memo } from 'react';
import { Link } from 'wouter';

import { clip } from '../../../../model/format';
import type { Turn } from '../../../../model/genai/conversation';
import { Duration } from '../../../../ui/Duration';
import { Icon } from '../../../../ui/Icon';
import { IconButton } from '../../../../ui/IconButton';
import { ServiceName } from '../../../../ui/ServiceName';
import styles from './GenAi.module.css';
import type { TextAs } from './LongText';
import { TurnBody } from './TurnBody';
import { KIND_ICONS, KIND_WORDS, stepName, usageWords } from './words';

/** Steps within steps within steps move no further to the side. */
const MOST_DEPTH = 6;

export interface TurnItemProps {
  turn: Turn;
  /** Said where it is another than that of the step around it. */
  service: string | undefined;
  /** ns from the start of the trace, and how long it took. */
  start: number;
  duration: number;
  /** The span in the timeline. */
  href: string;
  as: TextAs;
  isOpen: boolean;
  isCurrent: boolean;
  onToggle(row: number): void;
  onSelect(row: number): void;
}

/** One step: who did what for how long, and below it what was said. */
export const TurnItem = memo(function TurnItem(props: TurnItemProps) {
  const { turn, service, start, duration, href, as, isOpen, isCurrent, onToggle, onSelect } = props;
  const { step, row } = turn;
  const name = stepName(step);
  return (
    <li
      className={styles.turn}
      style={{ marginLeft: `calc(var(--indent) * ${Math.min(turn.depth, MOST_DEPTH)})` }}
      aria-current={isCurrent || undefined}
    >
      <div className={styles.head}>
        <IconButton
          icon={isOpen ? 'chevron-down' : 'chevron-right'}
          label={`${isOpen ? 'Fold' : 'Unfold'} ${name}`}
          aria-expanded={isOpen}
          onClick={() => onToggle(row)}
        />
        <Icon name={KIND_ICONS[step.kind]} />
        <h3 className={styles.title}>
          <span className="muted">{KIND_WORDS[step.kind]}</span>{' '}
          <Link className="cut" href={href} title={clip(step.title)}>
            {clip(step.title, 200) || '(no name)'}
          </Link>
        </h3>
        {step.error !== undefined && (
          <span className={styles.failed}>
            <Icon name="error" />
            Failed
          </span>
        )}
        {service !== undefined && <ServiceName service={service} />}
        <span className={styles.facts}>
          {usageWords(step.usage).join(' · ')}
          <span title="From the start of the trace">
            +<Duration nanos={start} />
          </span>
          <Duration nanos={duration} />
        </span>
        <IconButton icon="panel" label={`Open the span of ${name}`} onClick={() => onSelect(row)} />
      </div>
      {isOpen && <TurnBody turn={turn} as={as} />}
    </li>
  );
});
