import type { ReactNode } from 'react';

import styles from './DeltaBar.module.css';

/** A bar to the right for what got slower, to the left for what got faster; the number has the sign. */
export function DeltaBar({ share, children }: { share: number; children: ReactNode }) {
  const width = `${Math.min(1, Math.abs(share)) * 50}%`;
  return (
    <span className={styles.cell}>
      <span className={styles.track} aria-hidden="true">
        {share !== 0 && (
          <span
            className={share > 0 ? styles.slower : styles.faster}
            style={share > 0 ? { left: '50%', width } : { right: '50%', width }}
          />
        )}
      </span>
      <span className={`${styles.number} ${share > 0.02 ? styles.worse : share < -0.02 ? styles.better : ''}`}>
        {children}
      </span>
    </span>
  );
}
