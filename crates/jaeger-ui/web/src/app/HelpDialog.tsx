import { useLocation } from 'wouter';

import { Dialog } from '../ui/Dialog';
import { Switch } from '../ui/Switch';
import { newPage, version } from './config';
import styles from './HelpDialog.module.css';
import { EVERYWHERE, keyCaps, useScopes } from './keys';
import { pageHelp } from './pageHelp';
import type { PageHelp } from './pageHelp';
import { useSettings } from './settings';
import { closeDialog } from './shell';

/** What the page that is open is for, and its keys; those of the whole app last. */
export default function HelpDialog() {
  const [path] = useLocation();
  const { gitVersion, gitCommit } = version();
  const help = pageHelp(path);
  return (
    <Dialog title={help ? `Help: ${help.title.toLowerCase()}` : 'Help'} open onClose={closeDialog} wide>
      <div className={styles.columns}>
        {help && <About help={help} />}
        <div className={styles.shortcuts}>
          <Shortcuts />
          {gitVersion !== '' && (
            <p className={styles.version} title={gitCommit}>
              Version {gitVersion}
            </p>
          )}
        </div>
      </div>
    </Dialog>
  );
}

function About({ help }: { help: PageHelp }) {
  return (
    <div className={styles.about}>
      {help.text.map((text) => (
        <p key={text}>{text}</p>
      ))}
      <a href={help.picture} target={newPage()} rel="noopener" className={styles.frame}>
        <img src={help.picture} alt={help.pictured} width={960} height={600} loading="lazy" className={styles.picture} />
      </a>
    </div>
  );
}

/** Of every table; they act while one of its rows has the focus. */
const TABLE = {
  name: 'In a table',
  keys: [
    { key: 'ArrowDown', label: 'Next row' },
    { key: 'ArrowUp', label: 'Row before' },
    { key: 'PageDown', label: 'Many rows on' },
    { key: 'End', label: 'Last row' },
    { key: 'Enter', label: 'Open the row' },
  ],
};
const TICK = { key: 'x', label: 'Tick the row' };

function Shortcuts() {
  const scopes = useScopes((state) => state.scopes);
  const { keys, setKeys } = useSettings();
  const isLast = (name: string) => Number(name === EVERYWHERE);
  const grid = document.querySelector('main [role="grid"]');
  const ticks = grid?.getAttribute('aria-multiselectable') === 'true';
  const table = { ...TABLE, keys: ticks ? [...TABLE.keys, TICK] : TABLE.keys };
  const ofPage = grid ? [table, ...scopes] : scopes;
  const ordered = ofPage.toReversed().sort((a, b) => isLast(a.name) - isLast(b.name));
  return (
    <>
      {ordered.map((scope, index) => (
        <section key={`${scope.name} ${index}`} className={styles.scope}>
          <h3>{scope.name}</h3>
          <dl className={styles.keys}>
            {scope.keys.map(({ key, label }) => (
              <div key={`${key} ${label}`} className={styles.key}>
                <dt>{label}</dt>
                <dd className={styles.caps}>
                  {keyCaps(key).map((cap) => (
                    <kbd key={cap}>{cap}</kbd>
                  ))}
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
      <Switch label="Keys without Ctrl act on the page" checked={keys} onChange={setKeys} />
    </>
  );
}
