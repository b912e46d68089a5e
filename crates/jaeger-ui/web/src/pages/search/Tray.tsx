import { Link } from 'wouter';

import { capabilities } from '../../app/config';
import { count } from '../../model/format';
import button from '../../ui/Button.module.css';
import { Button } from '../../ui/Button';
import { compareHref } from '../../url/compare';
import styles from './Tray.module.css';

export interface TrayProps {
  selected: readonly string[];
  onInCommon(): void;
  onDownload(): void;
  onClear(): void;
}

export function compareSelected(selected: readonly string[]): string {
  return compareHref(selected[0], selected[1], selected.length > 2 ? [...selected] : undefined);
}

/** What can be done with the traces that are ticked. */
export function Tray({ selected, onInCommon, onDownload, onClear }: TrayProps) {
  return (
    <div role="group" aria-label="Ticked traces" className={styles.tray}>
      <strong>{count(selected.length)} selected</strong>
      {selected.length > 1 ? (
        <Link href={compareSelected(selected)} className={`${button.button} ${button.primary} ${styles.link}`}>
          Compare
        </Link>
      ) : (
        <span className="muted">Tick another one to compare</span>
      )}
      {capabilities().uiApi && <Button onClick={onInCommon}>What do these have in common?</Button>}
      <Button kind="quiet" icon="download" onClick={onDownload}>
        Download
      </Button>
      <Button kind="quiet" icon="close" onClick={onClear}>
        Clear
      </Button>
    </div>
  );
}
