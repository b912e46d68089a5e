import { useState } from 'react';

import { zoneLabel } from '../model/format';
import { Dialog } from '../ui/Dialog';
import { Menu } from '../ui/Menu';
import { lazyPage } from './lazyPage';
import { useSettings } from './settings';
import styles from './ZoneMenu.module.css';

/** Its list is large, and few open it. */
const ZoneBox = lazyPage(() => import('./ZoneBox'), null);

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
