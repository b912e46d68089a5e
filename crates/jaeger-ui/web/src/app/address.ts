// The query of the address bar as a value that can be written often. Browsers refuse more than a few
// history changes a second, so what is typed or dragged shows at once and reaches the bar a little later:
// when a press is over, when somebody reaches for the browser's own buttons and keys, or when time is up.

import { useSyncExternalStore } from 'react';

const WRITE_MS = 250;

export interface Address {
  /** With `?`, or empty. */
  search: string;
  /** What the history entry keeps besides its address. */
  state: unknown;
}

let pending: Address | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;
let shown: Address = { search: '', state: null };
/** Set while this module itself changes the history, whose events it hears too. */
let writing = false;
const listeners = new Set<() => void>();

function read(): Address {
  const next = pending ?? { search: window.location.search, state: window.history.state as unknown };
  if (next.search !== shown.search || next.state !== shown.state) shown = next;
  return shown;
}

function tell(): void {
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) {
    for (const event of EVENTS) window.addEventListener(event, onHistory);
    for (const event of ENDS) window.addEventListener(event, onEnd);
    // First of all listeners: a link that is pressed leaves an entry which has everything in it.
    window.addEventListener('click', flush, true);
    document.documentElement.addEventListener('pointerleave', flush);
  }
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    for (const event of EVENTS) window.removeEventListener(event, onHistory);
    for (const event of ENDS) window.removeEventListener(event, onEnd);
    window.removeEventListener('click', flush, true);
    document.documentElement.removeEventListener('pointerleave', flush);
  };
}

/** The last two are dispatched by the router for changes made by links. */
const EVENTS = ['popstate', 'pushState', 'replaceState'] as const;

/** After these the page may be left, or its address read. */
const ENDS = ['click', 'keydown', 'keyup', 'pointerup', 'focusout', 'blur', 'visibilitychange', 'beforeunload', 'pagehide'] as const;

/** Keys with which the browser's own commands begin. */
const COMMANDS = new Set(['Control', 'Meta', 'Alt', 'F5']);

function onEnd(event: Event): void {
  if (event instanceof KeyboardEvent) {
    const isTyping = event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement;
    const isEnd = event.type === 'keydown' ? COMMANDS.has(event.key) : !isTyping || event.key === 'Enter';
    if (!isEnd) return;
  }
  flush();
}

function onHistory(): void {
  if (writing) return;
  drop();
  tell();
}

function drop(): void {
  clearTimeout(timer);
  timer = undefined;
  pending = undefined;
}

function write(address: Address, push: boolean): void {
  const url = window.location.pathname + address.search + window.location.hash;
  writing = true;
  try {
    if (push) window.history.pushState(address.state, '', url);
    else window.history.replaceState(address.state, '', url);
  } finally {
    writing = false;
  }
}

/** Brings the bar up to date now. */
export function flush(): void {
  const address = pending;
  drop();
  if (address) write(address, false);
}

/** The query as it will be in the bar in a moment. */
export function currentAddress(): Address {
  return read();
}

export function writeAddress(search: string, { push = false, state }: { push?: boolean; state?: unknown } = {}): void {
  const address = { search, state: state ?? null };
  if (push) {
    // What was typed before belongs to the entry that is left.
    flush();
    if (search === window.location.search) write(address, false);
    else write(address, true);
  } else {
    pending = address;
    timer ??= setTimeout(flush, WRITE_MS);
  }
  tell();
}

export function useAddress(): Address {
  return useSyncExternalStore(subscribe, read);
}
