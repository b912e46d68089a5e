import type { ButtonHTMLAttributes } from 'react';

import { Icon } from './Icon';
import type { IconName } from './Icon';
import styles from './IconButton.module.css';

export interface IconButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  icon: IconName;
  label: string;
  pressed?: boolean;
}

/** A button of 28 by 28 that shows only a picture; its name is its tooltip as well. */
export function IconButton({ icon, label, pressed, className, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      title={label}
      aria-label={label}
      aria-pressed={pressed}
      {...rest}
      className={`${styles.button} ${className ?? ''}`}
    >
      <Icon name={icon} />
    </button>
  );
}
