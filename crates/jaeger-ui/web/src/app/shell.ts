// Which of the shell's dialogs is open.

import { create } from 'zustand';

interface Shell {
  dialog?: 'palette' | 'help' | 'settings';
  /** What was typed before the palette opened. */
  typed: string;
}

export const useShell = create<Shell>(() => ({ typed: '' }));

export function openPalette(typed = ''): void {
  useShell.setState({ dialog: 'palette', typed });
}

export function openHelp(): void {
  useShell.setState({ dialog: 'help' });
}

export function openSettings(): void {
  useShell.setState({ dialog: 'settings' });
}

export function closeDialog(): void {
  useShell.setState({ dialog: undefined });
}
