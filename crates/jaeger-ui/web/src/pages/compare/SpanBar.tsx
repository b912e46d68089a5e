import type { CSSProperties } from 'react';

import { mark } from '../../model/color';
import { Status } from '../../model/columns';
import type { Columns } from '../../model/columns';
import { duration } from '../../model/format';
import styles from './SpanBar.module.css';

/** A span on its timeline, with its duration on the side that has room. */
export function SpanBar({ columns, row, whole }: { columns: Columns; row: number; whole: number }) {
  const left = Math.min(1, columns.start[row] / whole);
  const width = Math.min(1 - left, columns.duration[row] / whole);
  const { hue, fill } = mark(columns.services[columns.service[row]]);
  const failed = columns.status[row] === Status.error;
  const bar = { left: `${left * 100}%`, width: `${width * 100}%`, '--mark': `var(--service-${hue})` } as CSSProperties;
  const right = left + width;
  const label: CSSProperties =
    right > 0.7 && left > 0.3
      ? { right: `${(1 - left) * 100}%` }
      : right > 0.7
        ? { right: 4 }
        : { left: `${right * 100}%` };
  const inside = right > 0.7 && left <= 0.3;
  return (
    <span className={styles.track}>
      <span className={`${styles.bar} ${styles[fill]} ${failed ? styles.failed : ''}`} style={bar} />
      <span className={`${styles.label} ${inside ? styles.inside : ''} ${failed ? styles.error : ''}`} style={label}>
        {failed && '! '}
        {duration(columns.duration[row])}
      </span>
    </span>
  );
}
