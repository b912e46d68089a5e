import { useMemo, useState } from 'react';

import { zoneLabel } from '../model/format';
import { Combobox } from '../ui/Combobox';
import { Dialog } from '../ui/Dialog';
import { Menu } from '../ui/Menu';
import { useSettings } from './settings';
import styles from './ZoneMenu.module.css';
import { zoneNames } from './zones';

const now = () => BigInt(Date.now()) * 1_000_000n;

/** The time zone of all clocks of the app. */
export function ZoneMenu() {
  const { zone, setZone } = useSettings();
  const [choosing, setChoosing] = useState(false);
  const zones = zone === 'local' || zone === 'UTC' ? ['local', 'UTC'] : ['local', 'UTC', zone];
  const items = zones.map((id) => ({
    id,
    label: id === 'local' ? 'Local time' : id,
    hint: id === 'UTC' ? undefined : zoneLabel(id, now()),
    checked: id === zone,
    onSelect: () => setZone(id),
  }));
  return (
    <div className={styles.zone}>
      <Menu
        label={zoneLabel(zone, now())}
        title="Time zone"
        items={[...items, 'line', { id: 'more', label: 'Another time zone', onSelect: () => setChoosing(true) }]}
      />
      <Dialog title="Time zone" open={choosing} onClose={() => setChoosing(false)}>
        <ZoneBox
          zone={zone}
          onChange={(next) => {
            setZone(next);
            setChoosing(false);
          }}
        />
      </Dialog>
    </div>
  );
}

function ZoneBox({ zone, onChange }: { zone: string; onChange(zone: string): void }) {
  const items = useMemo(() => zoneNames().map((value) => ({ value })), []);
  return (
    <div className={styles.box}>
      <Combobox
        label="Time zone"
        hint="All clocks of the app follow it."
        value={zone === 'local' ? '' : zone}
        items={items}
        onChange={onChange}
      />
    </div>
  );
}
