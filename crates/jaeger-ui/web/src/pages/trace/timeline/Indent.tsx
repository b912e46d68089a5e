import type { CSSProperties } from 'react';

import { mark } from '../../../model/color';
import { countShort } from '../../../model/format';
import { Icon } from '../../../ui/Icon';
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

/** The place in the tree: guides, the button that folds, the stripe of the service. */
export function Indent({ level, service, folds, isFolded, hides }: IndentProps) {
  const stripe = { '--mark': `var(--service-${mark(service).hue})` } as CSSProperties;
  return (
    <>
      <span className={styles.guides} style={{ width: indentOf(level) }} />
      {folds ? (
        <button type="button" tabIndex={-1} data-fold className={styles.fold} title={isFolded ? 'Unfold' : 'Fold'}>
          <Icon name={isFolded ? 'chevron-right' : 'chevron-down'} />
          <span className="visually-hidden">{isFolded ? 'Unfold' : 'Fold'}</span>
        </button>
      ) : (
        <span className={styles.noFold} />
      )}
      {level > MOST_LEVELS && (
        <span className={styles.depth} title={`Level ${level + 1}`}>
          {level + 1}
        </span>
      )}
      <span className={styles.stripe} style={stripe} />
      {isFolded && (
        <span className={styles.inside} title={`${countShort(hides)} spans in it`}>
          {countShort(hides)}
        </span>
      )}
    </>
  );
}
