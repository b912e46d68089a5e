import { useMemo } from 'react';

import { Combobox } from '../ui/Combobox';
import styles from './ZoneBox.module.css';
import { zoneNames } from './zones';

/** Any time zone that the browser knows. */
export default function ZoneBox({ zone, onChange }: { zone: string; onChange(zone: string): void }) {
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
