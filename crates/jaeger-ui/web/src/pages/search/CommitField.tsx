import { useEffect, useState } from 'react';

import { TextField } from '../../ui/TextField';

/** A text field that acts on Enter and when it is left. */
export function CommitField(props: {
  label: string;
  value: string;
  onCommit(value: string): void;
  error?: string;
  placeholder?: string;
  hideLabel?: boolean;
  title?: string;
}) {
  const { label, value, onCommit, error, placeholder, hideLabel, title } = props;
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  const commit = () => {
    if (text.trim() !== value) onCommit(text.trim());
  };
  return (
    <div title={title} onBlur={commit}>
      <TextField
        label={label}
        hideLabel={hideLabel}
        value={text}
        error={error}
        placeholder={placeholder}
        onChange={setText}
        onEnter={commit}
      />
    </div>
  );
}
