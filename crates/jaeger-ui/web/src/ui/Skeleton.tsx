import { useEffect, useState } from 'react';

import styles from './Skeleton.module.css';

const DELAY_MS = 150;

/** Grey bars where rows will be. It keeps their room at once and shows itself when the wait gets long. */
export function Skeleton({ rows = 1, height = 28 }: { rows?: number; height?: number }) {
  const [visible, setVisible] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setVisible(true), DELAY_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div role="status" className={styles.skeleton} style={{ minHeight: rows * height }}>
      {visible && <span className="visually-hidden">Loading</span>}
      {visible &&
        Array.from({ length: rows }, (_, row) => (
          <div key={row} className={styles.row} style={{ height }}>
            <div className={styles.bar} style={{ width: `${88 - ((row * 37) % 48)}%` }} />
          </div>
        ))}
    </div>
  );
}
