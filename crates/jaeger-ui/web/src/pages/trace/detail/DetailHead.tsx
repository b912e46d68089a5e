import { useMemo } from 'react';

import { Status } from '../../../model/columns';
import { clip, count, duration, durationExact, percent } from '../../../model/format';
import { rankOf } from '../../../model/rank';
import type { SpanDetail } from '../../../model/span';
import { Button } from '../../../ui/Button';
import { IconButton } from '../../../ui/IconButton';
import { Icon } from '../../../ui/Icon';
import { ServiceName } from '../../../ui/ServiceName';
import { copyLink } from '../copyLink';
import type { Work } from '../work';
import styles from './SpanDetail.module.css';
import { StartTime } from './StartTime';

export interface DetailHeadProps {
  work: Work;
  row: number;
  detail: SpanDetail | undefined;
  onClose(): void;
}

/** What the columns know already: there before anything was fetched. */
export function DetailHead({ work, row, onClose }: DetailHeadProps) {
  const { model, state } = work;
  const { columns, derived } = model;
  const isFailed = columns.status[row] === Status.error;
  const self = derived.self[row];
  const critical = derived.onCritical[row];
  const whole = columns.durationNano;
  const rank = useMemo(() => rankOf(columns, row), [columns, row]);
  return (
    <div className={styles.head}>
      <div className={styles.titleLine}>
        <h2 className={styles.title}>
          {isFailed && (
            <span className={styles.failedIcon} title="Failed">
              <Icon name="error" />
            </span>
          )}
          <span className="data">{clip(columns.names[columns.name[row]], 300) || '(no name)'}</span>
        </h2>
        <Button kind="quiet" icon="link" className={styles.copyLink} title="Copy a link to this span (y)" onClick={() => void copyLink(state)}>
          Copy link
        </Button>
        <IconButton icon="close" label="Close the detail (Esc)" onClick={onClose} />
      </div>
      <dl className={styles.figures}>
        <div className={styles.figure}>
          <dt className="visually-hidden">Service</dt>
          <dd>
            <ServiceName service={columns.services[columns.service[row]]} />
          </dd>
        </div>
        <div className={styles.figure}>
          <dt>Duration</dt>
          <dd className={styles.number} title={durationExact(columns.duration[row])}>
            {duration(columns.duration[row])}
          </dd>
          {rank !== undefined && (
            <dd className={styles.rank} title={`Of the ${count(rank.alike)} spans of this name in the trace`}>
              longer than {percent(rank.faster)} of {count(rank.alike)}
            </dd>
          )}
        </div>
        <div className={styles.figure}>
          <dt>Self</dt>
          <dd title={durationExact(self)}>{duration(self)}</dd>
        </div>
        <div className={styles.figure}>
          <dt>Start</dt>
          <dd>
            <StartTime columns={columns} row={row} />
          </dd>
        </div>
        {critical > 0 && (
          <div className={styles.figure}>
            <dt>Critical</dt>
            <dd title={`${durationExact(critical)} of it decide when the trace ends`}>
              {duration(critical)}
              {whole > 0 && ` (${percent(critical / whole)})`}
            </dd>
          </div>
        )}
      </dl>
    </div>
  );
}
