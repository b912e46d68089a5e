import { useId } from 'react';

import { Field } from './Field';
import styles from './Field.module.css';

export interface TextFieldProps {
  label: string;
  value: string;
  onChange(value: string): void;
  error?: string;
  hint?: string;
  placeholder?: string;
  type?: 'text' | 'search' | 'number' | 'date' | 'time' | 'datetime-local';
  hideLabel?: boolean;
  disabled?: boolean;
  onEnter?(): void;
}

export function TextField(props: TextFieldProps) {
  const { label, value, onChange, error, hint, placeholder, type = 'text', hideLabel, disabled, onEnter } = props;
  const id = useId();
  return (
    <Field label={label} controlId={id} hideLabel={hideLabel} hint={hint} error={error}>
      <input
        id={id}
        className={styles.box}
        type={type}
        value={value}
        placeholder={placeholder}
        disabled={disabled}
        autoComplete="off"
        spellCheck={false}
        aria-invalid={error !== undefined}
        aria-describedby={(error ?? hint) ? `${id}-note` : undefined}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !event.nativeEvent.isComposing) onEnter?.();
        }}
      />
    </Field>
  );
}
