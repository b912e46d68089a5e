import { count } from '../../model/format';
import styles from './Indent.module.css';

/** Deeper levels are told by a number, or names would have no room. */
const MOST_LEVELS = 12;

export function Indent({ depth }: { depth: number }) {
  const levels = Math.min(depth, MOST_LEVELS);
  return (
    <span className={styles.indent} style={{ width: levels * 12 }}>
      {depth > MOST_LEVELS && <span className={styles.level}>{count(depth)}</span>}
    </span>
  );
}
