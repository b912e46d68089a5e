import type { ReactNode } from 'react';

import styles from './PageBar.module.css';

/** The controls above what a page shows; those that act on it stand at the end. */
export function PageBar({ end, children }: { end: ReactNode; children: ReactNode }) {
  return (
    <div className={styles.bar}>
      {children}
      <div className={styles.end}>{end}</div>
    </div>
  );
}
