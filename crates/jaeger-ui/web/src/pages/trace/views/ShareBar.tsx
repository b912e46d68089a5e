import type { ReactNode } from 'react';

import styles from './ShareBar.module.css';

/** A figure with a bar behind it, as long as its share (0 to 1) of the largest. */
export function ShareBar({ share, children }: { share: number; children: ReactNode }) {
  const width = `${Math.min(100, Math.max(0, share * 100))}%`;
  return (
    <span className={styles.cell}>
      <span aria-hidden="true" className={styles.bar} style={{ width }} />
      <span className={styles.figure}>{children}</span>
    </span>
  );
}
