import type { Series } from '../../model/series';
import styles from './Sparkline.module.css';

const WIDTH = 72;
const HEIGHT = 20;

/** A line without axes; the number beside it says the value. `most` is the least height of the scale. */
export function Sparkline({ series, most = 0, tone }: { series?: Series; most?: number; tone?: 'error' }) {
  const values = series?.values ?? [];
  const top = values.reduce<number>((found, value) => Math.max(found, value ?? 0), most) || 1;
  const step = WIDTH / Math.max(values.length - 1, 1);
  let path = '';
  let points = 0;
  for (const [index, value] of values.entries()) {
    if (value === null) continue;
    const y = HEIGHT - 1 - (value / top) * (HEIGHT - 3);
    path += `${points > 0 ? 'L' : 'M'}${(index * step).toFixed(1)},${y.toFixed(1)}`;
    points++;
  }
  // Failures that there were none of are no red line.
  if (tone === 'error' && !values.some((value) => (value ?? 0) > 0)) path = '';
  // A point by itself has no line: over all of the time it is one, else a dot.
  if (points === 1 && path !== '') path += values.length === 1 ? `H${WIDTH}` : 'h0';
  return (
    <svg className={`${styles.line} ${tone ? styles[tone] : ''}`} width={WIDTH} height={HEIGHT} aria-hidden="true">
      <path d={`M0,${HEIGHT - 0.5}H${WIDTH}`} className={styles.base} />
      {path !== '' && <path d={path} className={points === 1 && values.length > 1 ? styles.dot : undefined} />}
    </svg>
  );
}
