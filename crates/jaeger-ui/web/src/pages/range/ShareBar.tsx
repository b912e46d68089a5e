import type { ReactNode } from 'react';

import styles from './ShareBar.module.css';

/** A number over a bar that shows its share of the largest. */
export function ShareBar({ share, children }: { share: number; children: ReactNode }) {
  return (
    <span className={styles.cell}>
      <span className={styles.track} aria-hidden="true">
        <span className={styles.bar} style={{ width: `${Math.max(0, Math.min(1, share)) * 100}%` }} />
      </span>
      <span className={styles.number}>{children}</span>
    </span>
  );
}
