import { count, duration } from '../../../../model/format';
import styles from './Histogram.module.css';

const HEIGHT = 16;
const STEP = 6;

/** Durations of a group, in equal steps of the logarithm of what the whole trace has. */
export function Histogram({ bins, range }: { bins: Uint32Array; range: { min: number; max: number } }) {
  const most = bins.reduce((found, bin) => Math.max(found, bin), 1);
  let path = '';
  for (const [at, bin] of bins.entries()) {
    // The lowest bar that can be seen, so that a single span does not vanish.
    const high = bin === 0 ? 0 : Math.max(2, Math.round((bin / most) * HEIGHT));
    if (high > 0) path += `M${at * STEP} ${HEIGHT}v${-high}h${STEP - 1}v${high}z`;
  }
  const width = bins.length * STEP;
  return (
    <svg className={styles.histogram} role="img" width={width} height={HEIGHT} viewBox={`0 0 ${width} ${HEIGHT}`}>
      <title>{describe(bins, range)}</title>
      <path d={`M0 ${HEIGHT - 0.5}h${width}`} className={styles.base} />
      <path d={path} className={styles.bars} />
    </svg>
  );
}

function describe(bins: Uint32Array, { min, max }: { min: number; max: number }): string {
  const peak = bins.indexOf(bins.reduce((found, bin) => Math.max(found, bin), 0));
  const edge = (bin: number) => duration(min * (max / min) ** (bin / bins.length));
  if (!(min > 0) || !(max > min)) return 'All durations are alike';
  return `${count(bins[peak])} spans last ${edge(peak)} to ${edge(peak + 1)}; the axis runs from ${duration(min)} to ${duration(max)}`;
}
