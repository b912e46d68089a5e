import { Menu } from '../ui/Menu';
import { configEntries } from './configLinks';
import styles from './ConfigMenus.module.css';

/** Links that the operator put into the top bar. In a small window they stand in the menu of pages. */
export function ConfigMenus() {
  return (
    <div className={styles.menus}>
      {configEntries().map((entry, index) =>
        'links' in entry ? (
          <Menu key={index} label={entry.label} items={entry.links} />
        ) : (
          <a key={index} href={entry.href} className={styles.link} target={entry.target} rel="noopener noreferrer">
            {entry.label}
          </a>
        ),
      )}
    </div>
  );
}
