import { count } from '../../model/format';
import { Button } from '../../ui/Button';
import styles from './Answer.module.css';
import type { Live } from './useLive';

/** Takes the place of the answer while traces are shown as they arrive. */
export function LiveBar({ live }: { live: Live }) {
  const failed = live.traces.filter(({ errors }) => errors > 0).length;
  return (
    <div className={styles.answer}>
      <p className={styles.sentence}>
        <strong>{live.isConnected ? (live.isPaused ? 'Paused' : 'Live') : 'Connecting'}</strong>
        <span>
          {count(live.traces.length)} {live.traces.length === 1 ? 'trace' : 'traces'}
        </span>
        <span className={failed > 0 ? styles.failed : 'muted'}>{count(failed)} failed</span>
        {live.waiting > 0 && <span>{count(live.waiting)} waiting</span>}
      </p>
      <Button kind="quiet" icon={live.isPaused ? 'play' : 'pause'} title="Space" onClick={() => live.setPaused(!live.isPaused)}>
        {live.isPaused ? 'Go on' : 'Pause'}
      </Button>
    </div>
  );
}
