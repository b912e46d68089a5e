import { useSettings } from '../../../app/settings';
import type { Columns } from '../../../model/columns';
import { duration, timeExact } from '../../../model/format';
import { copyText } from '../../../ui/clipboard';
import { toast } from '../../../ui/toast';
import styles from './SpanDetail.module.css';

/** From the start of the trace; by the clock in the tooltip, and when it is pressed and so copied. */
export function StartTime({ columns, row }: { columns: Columns; row: number }) {
  const zone = useSettings((state) => state.zone);
  const exact = timeExact(columns.startUnixNano + BigInt(Math.round(columns.start[row])), zone);
  async function copy() {
    toast((await copyText(exact)) ? `Copied ${exact}` : 'The browser did not allow copying');
  }
  return (
    <button type="button" className={styles.copyable} title={`${exact} (press to copy)`} onClick={() => void copy()}>
      {duration(columns.start[row])}
    </button>
  );
}
