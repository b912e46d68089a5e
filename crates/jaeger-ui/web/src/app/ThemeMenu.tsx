import { Menu } from '../ui/Menu';
import { config } from './config';
import { useSettings } from './settings';
import type { Theme } from './settings';

export const THEMES: { id: Theme; label: string }[] = [
  { id: 'system', label: 'As the system' },
  { id: 'light', label: 'Light' },
  { id: 'dark', label: 'Dark' },
];

export function ThemeMenu() {
  const { theme, setTheme } = useSettings();
  if (!config().themes.enabled) return null;
  const icon = ({ system: 'system', light: 'sun', dark: 'moon' } as const)[theme];
  return (
    <Menu
      label="Theme"
      icon={icon}
      iconOnly
      items={THEMES.map(({ id, label }) => ({ id, label, checked: id === theme, onSelect: () => setTheme(id) }))}
    />
  );
}
