import { useState } from 'react';
import type { ReactNode } from 'react';

import type { FacetValue } from '../../api/overview';
import { clip, count } from '../../model/format';
import { ServiceMark } from '../../ui/ServiceMark';
import styles from './Facets.module.css';

const SHOWN = 8;

export interface FacetProps {
  title: string;
  values: readonly FacetValue[];
  /** Traces that were counted. */
  total: number;
  /** Values are names of services. */
  hasMarks?: boolean;
  /** In the line of the title. */
  tool?: ReactNode;
  /** Below the values. */
  note?: ReactNode;
  onPick(value: string): void;
}

/** The values of something that the traces found have. */
export function Facet({ title, values, total, hasMarks, tool, note, onPick }: FacetProps) {
  const [isWhole, setWhole] = useState(false);
  return (
    <section className={styles.facet}>
      <div className={styles.head}>
        <h2 className={`cut ${styles.title}`} title={clip(title)}>
          {clip(title, 120)}
        </h2>
        {tool}
      </div>
      <ul role="list">
        {values.slice(0, isWhole ? undefined : SHOWN).map(({ value, traces, failed }) => (
          <li key={value}>
            <button
              type="button"
              className={styles.value}
              title={clip(`${value}: ${count(traces)} of ${count(total)} traces, ${count(failed)} failed`)}
              onClick={() => onPick(value)}
            >
              {hasMarks && <ServiceMark service={value} />}
              <span className={`cut ${styles.name}`}>{clip(value, 120)}</span>
              {failed > 0 && (
                <span className={styles.failed}>
                  {count(failed)}
                  <span className="visually-hidden"> failed of </span>
                </span>
              )}
              <span className={styles.count}>{count(traces)}</span>
              <span aria-hidden="true" className={styles.track}>
                <span className={styles.share} style={{ width: `${(100 * traces) / Math.max(total, 1)}%` }} />
                <span className={styles.share} data-failed style={{ width: `${(100 * failed) / Math.max(total, 1)}%` }} />
              </span>
            </button>
          </li>
        ))}
      </ul>
      {values.length > SHOWN && (
        <button type="button" className={styles.more} aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
          {isWhole ? 'Fewer' : `${count(values.length - SHOWN)} more`}
        </button>
      )}
      {note}
    </section>
  );
}
