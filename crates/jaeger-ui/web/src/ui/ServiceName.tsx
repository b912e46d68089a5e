import { clip } from '../model/format';
import { ServiceMark } from './ServiceMark';
import styles from './ServiceName.module.css';

/** A service's mark and name, cut to the room there is. */
export function ServiceName({ service }: { service: string }) {
  const name = clip(service === '' ? '(no service name)' : service);
  return (
    <span className={styles.service} title={name}>
      <ServiceMark service={service} />
      <span className="cut">{name}</span>
    </span>
  );
}
