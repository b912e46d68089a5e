import styles from './Change.module.css';
import { changeText } from './words';

/** Less than this is noise. */
const SAID = 0.05;

/** How a figure differs from before, with an arrow; red or green only where more is worse. */
export function Change({ value, more }: { value: number | null; more?: 'worse' }) {
  if (value === null) return null;
  const large = Math.abs(value) >= SAID;
  const tone = !large || more === undefined ? styles.same : value > 0 ? styles.worse : styles.better;
  return (
    <span className={`${styles.change} ${tone}`} title="Compared with before">
      {large && <span aria-hidden="true">{value > 0 ? '▲' : '▼'}</span>} {changeText(value)}
    </span>
  );
}
