import { count } from '../../../model/format';
import { Skeleton } from '../../../ui/Skeleton';
import styles from './views.module.css';

/** What stands in a view while very many spans are added up. */
export function LongWork({ spans }: { spans: number }) {
  return (
    <div className={styles.longWork}>
      <p role="status" className={styles.note}>
        Adding up {count(spans)} spans
      </p>
      <Skeleton rows={12} height={24} />
    </div>
  );
}
