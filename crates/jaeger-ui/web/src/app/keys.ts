// Shortcuts: pages say what their keys do, one listener runs them, and the help dialog lists them.

import { useEffect, useRef } from 'react';
import { create } from 'zustand';

import { useSettings } from './settings';

export interface Shortcut {
  /**
   * As in `KeyboardEvent.key`: `f`, `E` (with shift), `ArrowLeft`, `?`. With `Ctrl+` in front it acts on
   * the command key as well, `Shift+` is for keys that shift does not change.
   */
  key: string;
  label: string;
  run(event: KeyboardEvent): void;
}

/** The scope of the keys that act on every page. */
export const EVERYWHERE = 'Everywhere';

interface Scope {
  name: string;
  keys: { key: string; label: string }[];
}

/** What the help dialog shows, in the order in which the scopes were mounted. */
export const useScopes = create<{ scopes: readonly Scope[] }>(() => ({ scopes: [] }));

type Handler = (event: KeyboardEvent, pressed: string) => boolean;

const handlers: Handler[] = [];

/** The name that `Shortcut.key` has for what was pressed. */
export function pressedKey(event: KeyboardEvent): string {
  const ctrl = event.ctrlKey || event.metaKey ? 'Ctrl+' : '';
  const shift = event.shiftKey && event.key.length > 1 ? 'Shift+' : '';
  return `${ctrl}${shift}${ctrl ? event.key.toLowerCase() : event.key}`;
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.matches('textarea, select')) return true;
  return target instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'range'].includes(target.type);
}

function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || event.altKey) return;
  const pressed = pressedKey(event);
  const single = !pressed.startsWith('Ctrl+');
  if (single && (isTyping(event.target) || !useSettings.getState().keys)) return;
  // Nothing behind an open dialog acts.
  if (document.querySelector('dialog[open]')) return;
  // The page mounted last is asked first.
  for (let at = handlers.length - 1; at >= 0; at--) {
    if (handlers[at](event, pressed)) {
      event.preventDefault();
      return;
    }
  }
}

/** Makes keys act while the component is in the page. The keys themselves must not change meanwhile. */
export function useKeys(scope: string, keys: readonly Shortcut[]): void {
  const latest = useRef(keys);
  latest.current = keys;
  const names = keys.map(({ key, label }) => `${key}\t${label}`).join('\n');
  useEffect(() => {
    const handler: Handler = (event, pressed) => {
      const found = latest.current.find(({ key }) => key === pressed);
      found?.run(event);
      return found !== undefined;
    };
    const entry: Scope = { name: scope, keys: latest.current.map(({ key, label }) => ({ key, label })) };
    if (handlers.length === 0) window.addEventListener('keydown', onKeyDown);
    handlers.push(handler);
    useScopes.setState(({ scopes }) => ({ scopes: [...scopes, entry] }));
    return () => {
      handlers.splice(handlers.indexOf(handler), 1);
      if (handlers.length === 0) window.removeEventListener('keydown', onKeyDown);
      useScopes.setState(({ scopes }) => ({ scopes: scopes.filter((other) => other !== entry) }));
    };
  }, [scope, names]);
}

const NAMES: Record<string, string> = {
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Escape: 'Esc',
  ' ': 'Space',
};

/** The parts of a shortcut as they stand on the keys. */
export function keyCaps(key: string): string[] {
  const parts = key.split(/\+(?=.)/);
  const last = parts.pop() ?? '';
  const shifted = /^[A-Z]$/.test(last) && parts.length === 0;
  const apple = /Mac|iPhone|iPad/.test(navigator.platform);
  const modifiers = parts.map((part) => (part === 'Ctrl' && apple ? '⌘' : part));
  const cap = last.length === 1 && parts.length > 0 ? last.toUpperCase() : last;
  return [...(shifted ? ['Shift'] : modifiers), NAMES[last] ?? cap];
}
