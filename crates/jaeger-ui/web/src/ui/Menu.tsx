import { useId, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { Link } from 'wouter';

import { newPage } from '../app/config';
import { Button } from './Button';
import type { ButtonKind } from './Button';
import { usePlacement } from './floating';
import floating from './floating.module.css';
import { Icon } from './Icon';
import type { IconName } from './Icon';
import { IconButton } from './IconButton';
import styles from './Menu.module.css';

export interface MenuItem {
  id: string;
  label: string;
  /** A path of the app, or an address elsewhere. */
  href?: string;
  /** Where an address elsewhere is opened; by default in a page of its own. */
  target?: string;
  onSelect?(): void;
  hint?: string;
  checked?: boolean;
}

export interface MenuProps {
  label: string;
  icon?: IconName;
  kind?: ButtonKind;
  /** With an icon: show the icon alone, the label is its name. */
  iconOnly?: boolean;
  /** What the button is for, where its label only shows what is chosen. */
  title?: string;
  items: readonly (MenuItem | 'line')[];
}

/** A button that opens a list of commands or links. */
export function Menu({ label, icon, kind = 'quiet', iconOnly, title, items }: MenuProps) {
  const id = useId();
  const anchor = useRef<HTMLSpanElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);
  usePlacement(anchor, box, open);

  const entries = () => [...(box.current?.querySelectorAll<HTMLElement>('[data-entry]') ?? [])];

  function onToggle(isOpen: boolean) {
    setOpen(isOpen);
    if (isOpen) requestAnimationFrame(() => entries()[0]?.focus());
  }

  function close() {
    box.current?.hidePopover();
    anchor.current?.querySelector('button')?.focus();
  }

  function onKeyDown(event: KeyboardEvent) {
    const all = entries();
    const at = all.indexOf(document.activeElement as HTMLElement);
    const next = { ArrowDown: at + 1, ArrowUp: at - 1 + all.length, Home: 0, End: all.length - 1 }[event.key];
    event.stopPropagation();
    if (next !== undefined) {
      event.preventDefault();
      all[next % all.length]?.focus();
    } else if (event.key === 'Tab') {
      close();
    } else if (event.key.length === 1) {
      const letter = event.key.toLowerCase();
      const order = [...all.slice(at + 1), ...all.slice(0, at + 1)];
      order.find((entry) => entry.textContent?.trim().toLowerCase().startsWith(letter))?.focus();
    }
  }

  const trigger = {
    'aria-haspopup': 'menu' as const,
    'aria-expanded': open,
    popoverTarget: id,
  };
  return (
    <>
      <span ref={anchor} className={styles.anchor}>
        {icon && iconOnly ? (
          <IconButton icon={icon} label={label} {...trigger} />
        ) : (
          <Button kind={kind} icon={icon} title={title} {...trigger}>
            {label}
            <span className={styles.arrow}>
              <Icon name="chevron-down" />
            </span>
          </Button>
        )}
      </span>
      <div
        ref={box}
        id={id}
        role="menu"
        aria-label={label}
        popover="auto"
        className={floating.box}
        onBeforeToggle={(event) => onToggle(event.newState === 'open')}
        onKeyDown={onKeyDown}
      >
        {open &&
          items.map((item, index) =>
            item === 'line' ? (
              <div key={`line ${index}`} role="separator" className={floating.line} />
            ) : (
              <Entry key={item.id} item={item} onDone={close} />
            ),
          )}
      </div>
    </>
  );
}

function Entry({ item, onDone }: { item: MenuItem; onDone(): void }) {
  const shared = {
    'data-entry': true,
    role: item.checked === undefined ? 'menuitem' : 'menuitemcheckbox',
    'aria-checked': item.checked,
    tabIndex: -1,
    className: floating.item,
    onClick: () => {
      onDone();
      item.onSelect?.();
    },
  };
  const content = (
    <>
      {item.checked !== undefined && <span className={styles.check}>{item.checked && <Icon name="check" />}</span>}
      <span className={floating.text}>{item.label}</span>
      {item.hint && <span className={floating.detail}>{item.hint}</span>}
    </>
  );
  if (item.href === undefined) {
    return (
      <button type="button" {...shared}>
        {content}
      </button>
    );
  }
  if (/^[a-z]+:/i.test(item.href)) {
    return (
      <a href={item.href} target={item.target ?? newPage()} rel="noopener noreferrer" {...shared}>
        {content}
        <Icon name="external" />
      </a>
    );
  }
  return (
    <Link href={item.href} {...shared}>
      {content}
    </Link>
  );
}
