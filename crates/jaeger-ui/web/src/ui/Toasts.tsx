import { useToasts } from './toast';
import styles from './Toasts.module.css';

/** The live region of the app; it is always in the page, so that its changes are read out. */
export function Toasts() {
  const toasts = useToasts((state) => state.toasts);
  return (
    <div role="status" aria-live="polite" className={styles.region}>
      {toasts.map(({ id, text }) => (
        <div key={id} className={styles.toast}>
          {text}
        </div>
      ))}
    </div>
  );
}
