import type { ButtonHTMLAttributes, ReactNode } from 'react';

import styles from './Button.module.css';
import { Icon } from './Icon';
import type { IconName } from './Icon';

export type ButtonKind = 'plain' | 'primary' | 'quiet';

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  kind?: ButtonKind;
  icon?: IconName;
  children: ReactNode;
}

export function Button({ kind = 'plain', icon, children, className, ...rest }: ButtonProps) {
  return (
    <button type="button" {...rest} className={`${styles.button} ${styles[kind]} ${className ?? ''}`}>
      {icon && <Icon name={icon} />}
      <span className={styles.label}>{children}</span>
    </button>
  );
}
