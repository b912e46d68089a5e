import { clip, count } from '../../../model/format';
import { Icon } from '../../../ui/Icon';
import { ServiceMark } from '../../../ui/ServiceMark';
import styles from './NameCell.module.css';

/** A span name with its service's mark and name beside it, and how many of its spans failed. */
export function NameCell({ service, name, errors = 0 }: { service: string; name: string; errors?: number }) {
  return (
    <span className={styles.cell}>
      <ServiceMark service={service} />
      <span className={styles.name}>{name === '' ? '(no name)' : clip(name)}</span>
      <span className={styles.service}>{clip(service)}</span>
      {errors > 0 && (
        <span className={styles.errors}>
          <Icon name="error" />
          {count(errors)}
          <span className="visually-hidden"> failed</span>
        </span>
      )}
    </span>
  );
}
