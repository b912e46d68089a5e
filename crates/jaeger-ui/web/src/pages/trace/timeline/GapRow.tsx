import { memo } from 'react';

import { duration } from '../../../model/format';
import type { Gap } from '../../../model/gaps';
import { Icon } from '../../../ui/Icon';
import styles from './Timeline.module.css';

export interface GapRowProps {
  gap: Gap;
  position: number;
  top: number;
  height: number;
  nameWidth: number;
  isActive: boolean;
}

/** A stretch without work, which takes less of the axis than it lasted. */
export const GapRow = memo(function GapRow({ gap, position, top, height, nameWidth, isActive }: GapRowProps) {
  const text = `${duration(gap.end - gap.start)} without work`;
  return (
    <div
      role="row"
      data-position={position}
      aria-rowindex={position + 1}
      aria-level={1}
      aria-label={text}
      tabIndex={isActive ? 0 : -1}
      className={`${styles.row} ${isActive ? styles.active : ''}`}
      style={{ top, height }}
    >
      <div role="gridcell" className={`${styles.name} ${styles.gap}`} style={{ width: nameWidth }}>
        <Icon name="gap" />
        {text}
      </div>
    </div>
  );
});
