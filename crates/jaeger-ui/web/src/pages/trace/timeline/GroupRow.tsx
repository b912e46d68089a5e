import { memo } from 'react';

import { Kind } from '../../../model/columns';
import type { TraceModel } from '../../../model/columns';
import { clip, count, duration } from '../../../model/format';
import type { SpanGroup } from '../../../model/groups';
import { Icon } from '../../../ui/Icon';
import { Indent } from './Indent';
import styles from './Timeline.module.css';

export interface GroupRowProps {
  model: TraceModel;
  group: SpanGroup;
  position: number;
  top: number;
  height: number;
  nameWidth: number;
  rootDepth: number;
  isOpen: boolean;
  isActive: boolean;
  isFaint: boolean;
  isFound: boolean;
  showService: boolean;
}

/** Equal siblings in one row, with how long they took. */
export const GroupRow = memo(function GroupRow(props: GroupRowProps) {
  const { model, group, position, top, height, nameWidth, rootDepth, isOpen, isActive, isFaint, isFound } = props;
  const { columns, derived } = model;
  const first = group.rows[0];
  const level = derived.depth[first] - rootDepth;
  const service = columns.services[group.service];
  const name = clip(columns.names[group.name], 200);
  const times = `median ${duration(group.median)}, p95 ${duration(group.p95)}, longest ${duration(group.max)}`;
  const failed = group.errors > 0 ? `, ${count(group.errors)} failed` : '';
  const isOneByOne = group.isSequential && columns.kind[first] === Kind.client;
  const inOrder = isOneByOne ? ', one after another' : '';
  const title = `${count(group.rows.length)} × ${clip(service, 100)} ${name}: ${times}${failed}${inOrder}`;
  const classes = [styles.row, isActive ? styles.active : '', isFaint ? styles.faint : '', isFound ? styles.found : ''];
  return (
    <div
      role="row"
      data-position={position}
      aria-rowindex={position + 1}
      aria-level={level + 1}
      aria-expanded={isOpen}
      aria-selected={false}
      aria-label={title}
      tabIndex={isActive ? 0 : -1}
      className={classes.join(' ')}
      style={{ top, height }}
    >
      <div role="gridcell" className={styles.name} style={{ width: nameWidth }} title={title}>
        <Indent level={level} service={service} folds isFolded={!isOpen} hides={group.rows.length} />
        {props.showService && <span className={styles.service}>{clip(service, 80) || '(no service)'}</span>}
        <span className={styles.spanName}>{name || '(no name)'}</span>
        <span className={styles.times}>×{count(group.rows.length)}</span>
        {isOneByOne && <span className={`${styles.badge} ${styles.badgeWarned}`}>one by one</span>}
        {group.errors > 0 && (
          <span className={styles.failed} title={`${count(group.errors)} failed`}>
            <Icon name="error" />
            {count(group.errors)}
          </span>
        )}
        <span className={styles.badge}>p95 {duration(group.p95)}</span>
      </div>
    </div>
  );
});
