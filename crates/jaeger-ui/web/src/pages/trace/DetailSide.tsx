import { useEffect, useRef, useState } from 'react';
import type { ReactNode } from 'react';

import { readStored, writeStored } from '../../app/storage';
import { Splitter } from '../../ui/Splitter';
import styles from './TracePage.module.css';

/** A share of the window, as Jaeger UI keeps it. */
const KEY = 'sidePanelWidth';
const BY_DEFAULT = 0.31;
const LEAST = 320;

/** The detail beside the view, or over everything where there is no room beside. */
export function DetailSide({ sheet, children }: { sheet: boolean; children: ReactNode }) {
  const [share, setShare] = useState(() => {
    const stored = Number(readStored(KEY));
    return stored >= 0.1 && stored <= 0.7 ? stored : BY_DEFAULT;
  });
  const box = useRef<HTMLElement>(null);
  useEffect(() => {
    if (sheet) box.current?.focus();
  }, [sheet]);
  if (sheet) {
    return (
      <aside ref={box} tabIndex={-1} aria-label="Detail" className={styles.sheet}>
        {children}
      </aside>
    );
  }
  const most = Math.max(LEAST, Math.round(window.innerWidth * 0.7));
  const width = Math.min(most, Math.max(LEAST, Math.round(window.innerWidth * share)));
  function change(pixels: number) {
    const next = pixels / window.innerWidth;
    setShare(next);
    writeStored(KEY, next.toFixed(4));
  }
  return (
    <>
      <Splitter
        label="Width of the detail"
        orientation="vertical"
        reverse
        value={width}
        min={LEAST}
        max={most}
        onChange={change}
      />
      <aside ref={box} aria-label="Detail" className={styles.side} style={{ width }}>
        {children}
      </aside>
    </>
  );
}
