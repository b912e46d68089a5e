import { useEffect } from 'react';
import type { ReactNode } from 'react';

import { clip } from '../model/format';
import styles from './Page.module.css';

export interface PageProps {
  /** Of the tab, and of the page's heading. */
  title: string;
  children: ReactNode;
  /** The page fills the window and scrolls its parts by itself. */
  wide?: boolean;
  /** The page shows an `h1` of its own. */
  ownHeading?: boolean;
}

export function Page({ title, children, wide, ownHeading }: PageProps) {
  useEffect(() => {
    document.title = `${clip(title, 120)} · Jaeger`;
  }, [title]);
  return (
    <div className={wide ? styles.wide : styles.page}>
      {!ownHeading && <h1 className="visually-hidden">{clip(title)}</h1>}
      {children}
    </div>
  );
}
