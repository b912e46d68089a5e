import { Status } from '../../../model/columns';
import { Icon } from '../../../ui/Icon';
import styles from './StatusWord.module.css';

/** How a span ended; a failure has its icon as well as its colour. */
export function StatusWord({ status }: { status: number }) {
  if (status === Status.error) {
    return (
      <span className={styles.error}>
        <Icon name="error" />
        Error
      </span>
    );
  }
  return <span className="muted">{status === Status.ok ? 'Ok' : 'Unset'}</span>;
}
