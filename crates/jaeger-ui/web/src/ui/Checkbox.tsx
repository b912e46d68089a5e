import { useEffect, useRef } from 'react';

import styles from './Checkbox.module.css';

export interface CheckboxProps {
  label: string;
  checked: boolean;
  onChange(checked: boolean): void;
  indeterminate?: boolean;
  hideLabel?: boolean;
  disabled?: boolean;
  /** -1 where something around it takes the focus, as a row does. */
  tabIndex?: number;
}

export function Checkbox(props: CheckboxProps) {
  const { label, checked, onChange, indeterminate = false, hideLabel, disabled, tabIndex } = props;
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (box.current) box.current.indeterminate = indeterminate;
  }, [indeterminate]);
  return (
    <label className={styles.label}>
      <input
        ref={box}
        type="checkbox"
        className={styles.box}
        checked={checked}
        disabled={disabled}
        tabIndex={tabIndex}
        onChange={(event) => onChange(event.target.checked)}
      />
      <span className={hideLabel ? 'visually-hidden' : styles.text}>{label}</span>
    </label>
  );
}
