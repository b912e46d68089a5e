import type { ReactNode } from 'react';

import styles from './Empty.module.css';

/** Why there is nothing to see, and what to do next (in `children`). */
export function Empty({ title, detail, children }: { title: string; detail?: ReactNode; children?: ReactNode }) {
  return (
    <div className={styles.empty}>
      <p className={styles.title}>{title}</p>
      {detail && <div className={styles.detail}>{detail}</div>}
      {children && <div className={styles.actions}>{children}</div>}
    </div>
  );
}
