import type { ReactNode } from 'react';

import styles from './ShareBar.module.css';

/** A figure with a bar as long as its share (0 to 1) of the largest: beside it, or in a narrow cell behind it. */
export function ShareBar({ share, children }: { share: number; children: ReactNode }) {
  const width = `${Math.max(0, Math.min(1, share)) * 100}%`;
  return (
    <span className={styles.cell}>
      <span className={styles.track} aria-hidden="true">
        <span className={styles.bar} style={{ width }} />
      </span>
      <span className={styles.figure}>{children}</span>
    </span>
  );
}
