import { useState } from 'react';

import { Icon } from '../ui/Icon';
import { IconButton } from '../ui/IconButton';
import styles from './Banner.module.css';

/** Something that concerns the whole app, until it is put away. */
export function Notice({ text }: { text: string }) {
  const [open, setOpen] = useState(true);
  if (!open) return null;
  return (
    <div role="alert" className={styles.banner}>
      <Icon name="warning" />
      <span>{text}</span>
      <IconButton icon="close" label="Put away" onClick={() => setOpen(false)} />
    </div>
  );
}
