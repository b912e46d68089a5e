import { useSettings } from '../../app/settings';
import { IconButton } from '../../ui/IconButton';
import styles from './StartTimesButton.module.css';

/** Whether start times are those of a clock or tell how long ago that was. */
export function StartTimesButton() {
  const { startTimes, setStartTimes } = useSettings();
  const isRelative = startTimes === 'relative';
  return (
    <IconButton
      icon="clock"
      label="How long ago traces started"
      pressed={isRelative}
      className={styles.button}
      onClick={() => setStartTimes(isRelative ? 'absolute' : 'relative')}
    />
  );
}
