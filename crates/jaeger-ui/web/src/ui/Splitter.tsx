import type { KeyboardEvent, PointerEvent } from 'react';
import { useRef } from 'react';

import styles from './Splitter.module.css';

export interface SplitterProps {
  label: string;
  /** The size in pixels of the part before it, or after it with `reverse`. */
  value: number;
  min: number;
  max: number;
  onChange(value: number): void;
  /** Of the line itself: a vertical one stands between left and right. */
  orientation: 'vertical' | 'horizontal';
  reverse?: boolean;
}

const STEP = 16;

/** A line between two parts that can be moved, with arrow keys as well. */
export function Splitter({ label, value, min, max, onChange, orientation, reverse = false }: SplitterProps) {
  const from = useRef<{ at: number; value: number } | null>(null);
  const sign = reverse ? -1 : 1;
  const change = (next: number) => onChange(Math.round(Math.min(max, Math.max(min, next))));
  const position = (event: PointerEvent) => (orientation === 'vertical' ? event.clientX : event.clientY);

  function onKeyDown(event: KeyboardEvent) {
    const step = event.shiftKey ? 4 * STEP : STEP;
    const forward = orientation === 'vertical' ? 'ArrowRight' : 'ArrowDown';
    const back = orientation === 'vertical' ? 'ArrowLeft' : 'ArrowUp';
    if (event.key === forward) change(value + sign * step);
    else if (event.key === back) change(value - sign * step);
    else if (event.key === 'Home') change(min);
    else if (event.key === 'End') change(max);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <div
      role="separator"
      tabIndex={0}
      aria-label={label}
      aria-orientation={orientation}
      aria-valuenow={value}
      aria-valuemin={min}
      aria-valuemax={max}
      className={`${styles.splitter} ${styles[orientation]}`}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        from.current = { at: position(event), value };
      }}
      onPointerMove={(event) => {
        if (from.current) change(from.current.value + sign * (position(event) - from.current.at));
      }}
      onLostPointerCapture={() => {
        from.current = null;
      }}
    />
  );
}
