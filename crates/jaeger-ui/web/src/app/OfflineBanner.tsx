import { useSyncExternalStore } from 'react';

import { Icon } from '../ui/Icon';
import styles from './Banner.module.css';

function subscribe(listener: () => void): () => void {
  window.addEventListener('online', listener);
  window.addEventListener('offline', listener);
  return () => {
    window.removeEventListener('online', listener);
    window.removeEventListener('offline', listener);
  };
}

export function OfflineBanner() {
  const online = useSyncExternalStore(subscribe, () => navigator.onLine);
  return (
    <div role="status">
      {!online && (
        <div className={styles.banner}>
          <Icon name="warning" />
          This computer is offline: what is on the page stays, a server elsewhere cannot be reached.
        </div>
      )}
    </div>
  );
}
