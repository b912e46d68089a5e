import type { CSSProperties } from 'react';

import { mark } from '../../../model/color';
import { countShort } from '../../../model/format';
import styles from './Timeline.module.css';

const STEP = 10;
/** Deeper levels do not move further: the name is what is read. */
const MOST_LEVELS = 12;

/** Pixels. */
export function indentOf(level: number): number {
  return Math.min(level, MOST_LEVELS) * STEP;
}

export interface IndentProps {
  level: number;
  /** Whose colour the stripe has. */
  service: string;
  folds: boolean;
  isFolded: boolean;
  /** Rows that are in it. */
  hides: number;
}

/** The place in the tree: guides, the button that folds, the stripe of the service. Few elements: every row has them. */
export function Indent({ level, service, folds, isFolded, hides }: IndentProps) {
  const stripe = { '--mark': `var(--service-${mark(service).hue})` } as CSSProperties;
  const isDeep = level > MOST_LEVELS;
  const place = folds ? '' : styles.leaf;
  return (
    <>
      <span className={styles.guides} style={{ width: indentOf(level) }} />
      {folds && (
        <button
          type="button"
          tabIndex={-1}
          data-fold
          className={`${styles.fold} ${isFolded ? styles.folded : ''}`}
          title={isFolded ? 'Unfold' : 'Fold'}
        />
      )}
      {isDeep && (
        <span className={`${styles.depth} ${place}`} title={`Level ${level + 1}`}>
          {level + 1}
        </span>
      )}
      <span className={`${styles.stripe} ${isDeep ? '' : place}`} style={stripe} />
      {isFolded && (
        <span className={styles.inside} title={`${countShort(hides)} spans in it`}>
          {countShort(hides)}
        </span>
      )}
    </>
  );
}
