import { useMemo } from 'react';
import type { ReactNode } from 'react';

import { zoneLabel } from '../model/format';
import { Combobox } from '../ui/Combobox';
import { Dialog } from '../ui/Dialog';
import { Segmented } from '../ui/Segmented';
import { Switch } from '../ui/Switch';
import { config } from './config';
import { useSettings } from './settings';
import type { Theme } from './settings';
import styles from './SettingsDialog.module.css';
import { SettingsTransfer } from './SettingsTransfer';
import { closeDialog } from './shell';
import type { StartTimes } from './startTimes';
import { THEMES } from './ThemeMenu';
import { zoneNames } from './zones';

/** What a reader can choose for this browser, and how to take it to another. */
export default function SettingsDialog() {
  const { theme, setTheme, zone, setZone, startTimes, setStartTimes, keys, setKeys } = useSettings();
  const zones = useMemo(zoneItems, []);
  return (
    <Dialog title="Settings" open onClose={closeDialog}>
      <div className={styles.settings}>
        {config().themes.enabled && (
          <Row label="Theme">
            <Segmented
              label="Theme"
              value={theme}
              onChange={(next) => setTheme(next as Theme)}
              options={THEMES.map(({ id, label }) => ({ value: id, label }))}
            />
          </Row>
        )}
        <Row label="Start times in results">
          <Segmented
            label="Start times in results"
            value={startTimes}
            onChange={(next) => setStartTimes(next as StartTimes)}
            options={[
              { value: 'absolute', label: 'By the clock' },
              { value: 'relative', label: 'How long ago' },
            ]}
          />
        </Row>
        <Combobox label="Time zone" value={zone} items={zones} onChange={setZone} />
        <Switch label="Keys without Ctrl act on the page" checked={keys} onChange={setKeys} />
        <SettingsTransfer />
      </div>
    </Dialog>
  );
}

function zoneItems() {
  const local = { value: 'local', label: 'Local time', detail: zoneLabel('local', BigInt(Date.now()) * 1_000_000n) };
  const others = zoneNames().filter((name) => name !== 'UTC');
  return [local, ...['UTC', ...others].map((value) => ({ value }))];
}

function Row({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className={styles.row}>
      {/* The control has the same name. */}
      <span aria-hidden="true">{label}</span>
      {children}
    </div>
  );
}
