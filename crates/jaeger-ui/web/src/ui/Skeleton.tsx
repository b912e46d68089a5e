import { useEffect, useState } from 'react';

import { Button } from './Button';
import styles from './Skeleton.module.css';

const DELAY_MS = 150;
/** Whoever has waited so long wants to know what to do. */
const LATE_MS = 8_000;
/** What stands for a whole page says so, and not each of its parts. */
const PAGE_ROWS = 8;

/** Grey bars where rows will be. It keeps their room at once and shows itself when the wait gets long. */
export function Skeleton({ rows = 1, height = 28 }: { rows?: number; height?: number }) {
  const visible = useAfter(DELAY_MS);
  const late = useAfter(LATE_MS) && rows >= PAGE_ROWS;
  return (
    <div role="status" className={styles.skeleton} style={{ minHeight: rows * height }}>
      {visible && !late && <span className="visually-hidden">Loading</span>}
      {late && (
        <p className={styles.late}>
          Still loading: the server may be busy, or much was asked for.
          <Button icon="refresh" onClick={() => window.location.reload()}>
            Reload
          </Button>
        </p>
      )}
      {visible &&
        Array.from({ length: rows }, (_, row) => (
          <div key={row} className={styles.row} style={{ height }}>
            <div className={styles.bar} style={{ width: `${88 - ((row * 37) % 48)}%` }} />
          </div>
        ))}
    </div>
  );
}

function useAfter(millis: number): boolean {
  const [isPast, setPast] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setPast(true), millis);
    return () => clearTimeout(timer);
  }, [millis]);
  return isPast;
}
