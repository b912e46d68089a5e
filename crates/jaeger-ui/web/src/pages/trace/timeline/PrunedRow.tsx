import { memo } from 'react';

import type { TraceModel } from '../../../model/columns';
import { count } from '../../../model/format';
import type { PrunedPart } from '../../../model/pruned';
import { Icon } from '../../../ui/Icon';
import { indentOf } from './Indent';
import styles from './Timeline.module.css';

export interface PrunedRowProps {
  model: TraceModel;
  /** The first span that is left out. */
  row: number;
  part: PrunedPart;
  position: number;
  top: number;
  height: number;
  nameWidth: number;
  rootDepth: number;
  isActive: boolean;
}

/** What the service filter leaves out below a span, failures included. */
export const PrunedRow = memo(function PrunedRow(props: PrunedRowProps) {
  const { model, row, part, position, top, height, nameWidth, rootDepth, isActive } = props;
  const level = model.derived.depth[row] - rootDepth;
  const spans = `${count(part.spans)} ${part.spans === 1 ? 'span' : 'spans'} left out`;
  const failed = part.errors > 0 ? `, ${count(part.errors)} failed` : '';
  return (
    <div
      role="row"
      data-position={position}
      aria-rowindex={position + 1}
      aria-level={level + 1}
      aria-label={`${spans} by the service filter${failed}`}
      tabIndex={isActive ? 0 : -1}
      className={`${styles.row} ${isActive ? styles.active : ''}`}
      style={{ top, height }}
    >
      <div role="gridcell" className={`${styles.name} ${styles.gap}`} style={{ width: nameWidth }}>
        <span className={styles.guides} style={{ width: indentOf(level) }} />
        <Icon name="eye-off" />
        {spans}
        {part.errors > 0 && (
          <span className={styles.failed} title={`${count(part.errors)} failed`}>
            <Icon name="error" />
            {count(part.errors)}
          </span>
        )}
      </div>
    </div>
  );
});
