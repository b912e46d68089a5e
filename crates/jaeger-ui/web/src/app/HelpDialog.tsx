import { Dialog } from '../ui/Dialog';
import { Switch } from '../ui/Switch';
import { version } from './config';
import styles from './HelpDialog.module.css';
import { keyCaps, useScopes } from './keys';
import { useSettings } from './settings';
import { closeDialog } from './shell';

/** The keys of the page that is open, those of the whole app last. */
export default function HelpDialog() {
  const scopes = useScopes((state) => state.scopes);
  const { keys, setKeys } = useSettings();
  const { gitVersion, gitCommit } = version();
  return (
    <Dialog title="Keys" open onClose={closeDialog}>
      {[...scopes].reverse().map((scope, index) => (
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
      {gitVersion !== '' && (
        <p className={styles.version} title={gitCommit}>
          Version {gitVersion}
        </p>
      )}
    </Dialog>
  );
}
