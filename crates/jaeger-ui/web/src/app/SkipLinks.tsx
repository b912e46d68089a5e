import type { MouseEvent } from 'react';

import styles from './SkipLinks.module.css';

/** Where a page has rows, one of them takes part in the order of the tab key. */
const ROW = ['grid', 'treegrid'].map((role) => `main [role="${role}"] [role="row"][tabindex="0"]`).join(', ');
const LIST = 'main [role="listbox"][tabindex="0"]';
/** A plain table that scrolls. */
const TABLE = 'main [role="region"][tabindex="0"]';

/** The first stops of the tab key: past the top bar, and past the toolbar of the page as well. */
export function SkipLinks() {
  return (
    <>
      <a href="#main" className={styles.skip} onClick={(event) => focusOn(event, 'main')}>
        Skip to the content
      </a>
      <a href="#main" className={styles.skip} onClick={(event) => focusOn(event, ROW, LIST, TABLE, 'main')}>
        Skip to the rows
      </a>
    </>
  );
}

/** By hand: a link of `#main` would be taken from the base path and not from this page. */
function focusOn(event: MouseEvent, ...selectors: string[]) {
  event.preventDefault();
  for (const selector of selectors) {
    const found = document.querySelector<HTMLElement>(selector);
    if (!found) continue;
    found.focus();
    return;
  }
}
