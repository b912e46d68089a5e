import type { QualityCheck } from '../../api/quality';
import { clip, count, percent } from '../../model/format';
import { Icon } from '../../ui/Icon';
import { checkText } from './checks';
import styles from './Outcome.module.css';

export interface OutcomeProps {
  result: QualityCheck;
  service: string;
  isOpen: boolean;
  onOpen(): void;
}

/** How the spans of a service did in one check; pressed, it shows those that failed. */
export function Outcome({ result, service, isOpen, onOpen }: OutcomeProps) {
  const { check, passed, failed, exempt } = result;
  if (passed + failed === 0) {
    return (
      <span className={styles.none} title={`Nothing to check in ${count(exempt)} spans`}>
        –
      </span>
    );
  }
  if (failed === 0) {
    return (
      <span className={styles.good} title={`${count(passed)} spans passed`}>
        <Icon name="check" />
        <span className="visually-hidden">All {count(passed)} passed</span>
      </span>
    );
  }
  return (
    <button
      type="button"
      className={styles.failed}
      aria-pressed={isOpen}
      title={`${count(failed)} of ${count(passed + failed)} spans failed`}
      onClick={onOpen}
    >
      <Icon name="error" />
      {count(failed)}
      <span className={styles.share}>{percent(failed / (passed + failed))}</span>
      <span className="visually-hidden">
        failed of {clip(service, 60)}: {checkText(check).name}
      </span>
    </button>
  );
}
