import { grade, scoreText } from './checks';
import styles from './Score.module.css';

/** The share of what passed, as a number over a bar of what is missing. */
export function Score({ score }: { score: number }) {
  return (
    <span className={`${styles.score} ${styles[grade(score)]}`} title="Checks passed, of all that were made">
      <span className={styles.number}>{scoreText(score)}</span>
      <span className={styles.track} aria-hidden="true">
        <span className={styles.bar} style={{ width: `${score * 100}%` }} />
      </span>
    </span>
  );
}
