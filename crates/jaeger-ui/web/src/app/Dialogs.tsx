import { useEffect } from 'react';

import { EVERYWHERE, useKeys } from './keys';
import { lazyPage } from './lazyPage';
import { openHelp, openPalette, useShell } from './shell';

const Palette = lazyPage(() => import('./Palette'), null);
const HelpDialog = lazyPage(() => import('./HelpDialog'), null);
const SettingsDialog = lazyPage(() => import('./SettingsDialog'), null);

/** The dialogs that open on every page, and the keys that open them. */
export function Dialogs() {
  const dialog = useShell((state) => state.dialog);
  useKeys(EVERYWHERE, [
    { key: 'Ctrl+k', label: 'Go to a page, service, search or trace', run: () => openPalette() },
    { key: '?', label: 'Help and keys of this page', run: openHelp },
  ]);
  useEffect(() => {
    // Whoever presses the keys types on at once.
    const timer = setTimeout(Palette.preload, 1000);
    return () => clearTimeout(timer);
  }, []);
  return (
    <>
      {dialog === 'palette' && <Palette />}
      {dialog === 'help' && <HelpDialog />}
      {dialog === 'settings' && <SettingsDialog />}
    </>
  );
}
