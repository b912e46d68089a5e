import { useId, useRef, useState } from 'react';
import type { ReactNode } from 'react';

import { usePlacement } from './floating';
import floating from './floating.module.css';
import styles from './Popover.module.css';

export interface PopoverProps {
  /** The name of the button and of what it opens. */
  label: string;
  /** What is in the button: text or an icon, nothing that can be pressed. */
  trigger: ReactNode;
  children: ReactNode;
}

/** A button that opens a small box; Escape and a press elsewhere close it. */
export function Popover({ label, trigger, children }: PopoverProps) {
  const id = useId();
  const anchor = useRef<HTMLButtonElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);
  const update = usePlacement(anchor, box, open);
  return (
    <>
      <button
        ref={anchor}
        type="button"
        className={styles.trigger}
        title={label}
        aria-label={typeof trigger === 'string' ? undefined : label}
        aria-haspopup="dialog"
        aria-expanded={open}
        popoverTarget={id}
      >
        {trigger}
      </button>
      <div
        ref={box}
        id={id}
        role="dialog"
        aria-label={label}
        popover="auto"
        className={`${floating.box} ${styles.box}`}
        onBeforeToggle={(event) => setOpen(event.newState === 'open')}
        // Only now it has a size.
        onToggle={update}
        onKeyDown={(event) => event.stopPropagation()}
      >
        {open && children}
      </div>
    </>
  );
}
