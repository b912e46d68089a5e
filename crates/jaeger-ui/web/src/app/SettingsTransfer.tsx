import { useRef, useState } from 'react';

import { bytes, clip, count, counted } from '../model/format';
import { Button } from '../ui/Button';
import { saveText } from '../ui/saveText';
import { toast } from '../ui/toast';
import { usePins } from './pins';
import { useSearches } from './searches';
import styles from './SettingsDialog.module.css';
import { MOST_BYTES, readSettings, SettingsError, writeSettings } from './settingsFile';
import type { Reading } from './settingsFile';

type Chosen = { name: string } & ({ reading: Reading } | { problem: string });

/** Settings go to a file and come from one, after a look at what it would change. */
export function SettingsTransfer() {
  const input = useRef<HTMLInputElement>(null);
  const [chosen, setChosen] = useState<Chosen>();
  const searches = useSearches((state) => state.saved.length);
  const pins = usePins((state) => state.keys.length);
  return (
    <section aria-label="Settings as a file" className={styles.transfer}>
      <p className={styles.note}>
        All of this is kept in this browser only, with {counted(pins, 'pinned attribute')} and{' '}
        {count(searches)} saved {searches === 1 ? 'search' : 'searches'}. A file takes it to another.
      </p>
      <input
        ref={input}
        type="file"
        accept=".json,application/json"
        aria-label="File of settings"
        tabIndex={-1}
        hidden
        onChange={(event) => {
          const file = event.target.files?.[0];
          if (file) void read(file).then(setChosen);
          event.target.value = '';
        }}
      />
      <div className={styles.buttons}>
        <Button icon="download" onClick={() => saveText('jaeger-settings.json', 'application/json', writeSettings())}>
          Export
        </Button>
        <Button icon="upload" onClick={() => input.current?.click()}>
          Import
        </Button>
      </div>
      <div role="status">
        {chosen && 'problem' in chosen && (
          <p className={styles.problem}>
            Nothing was changed by {chosen.name}: {chosen.problem}
          </p>
        )}
      </div>
      {chosen && 'reading' in chosen && (
        <Found
          name={chosen.name}
          reading={chosen.reading}
          onDone={(text) => {
            toast(text);
            setChosen(undefined);
          }}
        />
      )}
    </section>
  );
}

const MOST_NAMED = 8;

function Found({ name, reading, onDone }: { name: string; reading: Reading; onDone(text: string): void }) {
  const { changes, unknown } = reading;
  return (
    <section aria-label="What the file changes" className={styles.found}>
      <h3>{name} changes</h3>
      <dl>
        {changes.map(({ label, text }) => (
          <div key={label} className={styles.change}>
            <dt>{label}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      {unknown.length > 0 && (
        <p className={styles.note}>
          Passed over, because they mean nothing here: {unknown.slice(0, MOST_NAMED).join(', ')}
          {unknown.length > MOST_NAMED && ` and ${count(unknown.length - MOST_NAMED)} more`}
        </p>
      )}
      <div className={styles.buttons}>
        <Button
          kind="primary"
          onClick={() => {
            for (const { apply } of changes) apply();
            onDone('The settings of the file hold now');
          }}
        >
          Take these
        </Button>
        <Button onClick={() => onDone('Nothing was changed')}>Leave all as it is</Button>
      </div>
    </section>
  );
}

async function read(file: File): Promise<Chosen> {
  const name = clip(file.name, 60);
  if (file.size > MOST_BYTES) {
    return { name, problem: `it has ${bytes(file.size)}; settings are never more than ${bytes(MOST_BYTES)}.` };
  }
  try {
    return { name, reading: readSettings(await file.text()) };
  } catch (error) {
    return { name, problem: error instanceof SettingsError ? error.message : 'the browser could not read it.' };
  }
}
