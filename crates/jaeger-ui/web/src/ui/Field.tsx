import type { ReactNode } from 'react';

import styles from './Field.module.css';

/** A control with its label above, and what is wrong or worth knowing below. */
export function Field(props: {
  label: string;
  controlId: string;
  hideLabel?: boolean;
  hint?: string;
  error?: string;
  children: ReactNode;
}) {
  const { label, controlId, hideLabel, hint, error, children } = props;
  return (
    <div className={styles.field}>
      <label className={hideLabel ? 'visually-hidden' : styles.label} htmlFor={controlId}>
        {label}
      </label>
      {children}
      {(error ?? hint) && (
        <div id={`${controlId}-note`} className={error ? styles.error : styles.hint}>
          {error ?? hint}
        </div>
      )}
    </div>
  );
}
