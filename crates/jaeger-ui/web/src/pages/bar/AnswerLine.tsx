import type { ReactNode } from 'react';

import styles from './AnswerLine.module.css';

/** What an engineer would say of the page, its parts side by side. */
export function AnswerLine({ children }: { children: ReactNode }) {
  return <div className={styles.answer}>{children}</div>;
}
