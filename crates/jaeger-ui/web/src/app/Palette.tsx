import { useQuery } from '@tanstack/react-query';
import { useId, useMemo, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { useLocation } from 'wouter';

import { getServices } from '../api/services';
import { Dialog } from '../ui/Dialog';
import field from '../ui/Field.module.css';
import floating from '../ui/floating.module.css';
import { withBase } from '../url/base';
import { destinations } from './destinations';
import type { Destination } from './destinations';
import styles from './Palette.module.css';
import { useSearches } from './searches';
import { closeDialog, useShell } from './shell';

/** A box that leads to pages, services, searches and traces. */
export default function Palette() {
  const id = useId();
  const list = useRef<HTMLUListElement>(null);
  const [, navigate] = useLocation();
  const [typed, setTyped] = useState(useShell.getState().typed);
  const [active, setActive] = useState(0);
  const recent = useSearches((state) => state.recent);
  const saved = useSearches((state) => state.saved);
  const { data: services = [] } = useQuery({ queryKey: ['services'], queryFn: ({ signal }) => getServices(signal) });
  const found = useMemo(() => destinations(typed, { recent, saved, services }), [typed, recent, saved, services]);
  const at = Math.min(active, found.length - 1);

  function go(destination: Destination | undefined, newTab: boolean) {
    if (!destination) return;
    const { to } = destination;
    closeDialog();
    if (typeof to === 'function') to();
    else if (newTab) window.open(withBase(to), '_blank', 'noopener');
    else navigate(to);
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return;
    const next = { ArrowDown: at + 1, ArrowUp: at - 1 }[event.key];
    if (next !== undefined && found.length > 0) {
      const index = (next + found.length) % found.length;
      setActive(index);
      list.current?.children[index]?.scrollIntoView({ block: 'nearest' });
    } else if (event.key === 'Enter') go(found[at], event.ctrlKey || event.metaKey);
    else return;
    event.preventDefault();
  }

  return (
    <Dialog title="Go to" open onClose={closeDialog}>
      <input
        className={field.box}
        role="combobox"
        aria-label="Page, service, search or trace id"
        aria-expanded="true"
        aria-controls={`${id}-list`}
        aria-activedescendant={found.length > 0 ? `${id}-${at}` : undefined}
        aria-autocomplete="list"
        placeholder="Page, service, search or trace id"
        autoComplete="off"
        spellCheck={false}
        data-autofocus
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          setActive(0);
        }}
        onKeyDown={onKeyDown}
      />
      <ul ref={list} id={`${id}-list`} role="listbox" aria-label="Destinations" className={styles.list}>
        {found.map((destination, index) => (
          <li
            key={destination.id}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === at}
            className={floating.item}
            data-active={index === at}
            onClick={(event) => go(destination, event.ctrlKey || event.metaKey)}
          >
            <span className={floating.text}>{destination.label}</span>
            <span className={floating.detail}>{destination.kind}</span>
          </li>
        ))}
      </ul>
      {found.length === 0 && <p className={floating.note}>Nothing fits. A trace id has 16 to 32 hexadecimal digits.</p>}
    </Dialog>
  );
}
