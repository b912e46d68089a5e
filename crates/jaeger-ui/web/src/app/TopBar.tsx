import { Link, useLocation } from 'wouter';

import { Icon } from '../ui/Icon';
import { IconButton } from '../ui/IconButton';
import { Menu } from '../ui/Menu';
import { configEntries } from './configLinks';
import { ConfigMenus } from './ConfigMenus';
import { LookUp } from './LookUp';
import { isAt, places } from './routes';
import { openHelp, openPalette, openSettings } from './shell';
import { ThemeMenu } from './ThemeMenu';
import styles from './TopBar.module.css';
import { ZoneMenu } from './ZoneMenu';

/** In a small window it stands in the menu of pages. */
const SETTINGS = { id: 'settings', label: 'Settings', onSelect: openSettings };

export function TopBar() {
  const [path] = useLocation();
  const all = places();
  const pages = all.map(({ href, label }) => ({ id: href, href, label }));
  const links = configEntries().flatMap((entry) => ('links' in entry ? entry.links : [entry]));
  return (
    <header className={styles.bar}>
      <Link href="/search" className={styles.name}>
        <Mark />
        Jaeger
      </Link>
      <nav aria-label="Pages" className={styles.places}>
        {all.map((place) => (
          <Link
            key={place.href}
            href={place.href}
            className={styles.place}
            aria-current={isAt(place, path) ? 'page' : undefined}
          >
            {place.label}
          </Link>
        ))}
      </nav>
      <div className={styles.placesMenu}>
        <Menu label="Pages" icon="menu" iconOnly items={[...pages, 'line', ...links, SETTINGS]} />
      </div>
      <div className={styles.space} />
      <LookUp />
      <button type="button" className={styles.palette} onClick={() => openPalette()} title="Go to (Ctrl+K)">
        <Icon name="search" />
        <span className="visually-hidden">Go to</span>
      </button>
      <ConfigMenus />
      <ZoneMenu />
      <ThemeMenu />
      <IconButton icon="settings" label="Settings" className={styles.settings} onClick={openSettings} />
      <IconButton icon="help" label="Help and keys of this page" onClick={openHelp} />
    </header>
  );
}

/** Three spans, one under the other. */
function Mark() {
  return (
    <svg className={styles.mark} viewBox="0 0 20 20" width="20" height="20" aria-hidden="true" focusable="false">
      <rect x="1" y="3" width="18" height="4" rx="1.5" />
      <rect x="5" y="8.5" width="9" height="4" rx="1.5" />
      <rect x="10" y="14" width="6" height="4" rx="1.5" />
    </svg>
  );
}
