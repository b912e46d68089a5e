// Short notices; `Toasts` shows them and reads them out.

import { create } from 'zustand';

export interface Toast {
  id: number;
  text: string;
}

const SHOWN_MS = 4000;

export const useToasts = create<{ toasts: readonly Toast[] }>(() => ({ toasts: [] }));

let last = 0;

export function toast(text: string): void {
  const id = ++last;
  // Two at most: a third pushes the first out.
  useToasts.setState(({ toasts }) => ({ toasts: [...toasts.slice(-1), { id, text }] }));
  setTimeout(() => {
    useToasts.setState(({ toasts }) => ({ toasts: toasts.filter((other) => other.id !== id) }));
  }, SHOWN_MS);
}
