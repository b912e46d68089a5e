import { useId } from 'react';

import { Field } from './Field';
import styles from './Field.module.css';

export interface SelectProps {
  label: string;
  value: string;
  onChange(value: string): void;
  options: readonly { value: string; label: string }[];
  hideLabel?: boolean;
  disabled?: boolean;
}

export function Select({ label, value, onChange, options, hideLabel, disabled }: SelectProps) {
  const id = useId();
  return (
    <Field label={label} controlId={id} hideLabel={hideLabel}>
      <select
        id={id}
        className={styles.box}
        value={value}
        disabled={disabled}
        onChange={(event) => onChange(event.target.value)}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </Field>
  );
}
