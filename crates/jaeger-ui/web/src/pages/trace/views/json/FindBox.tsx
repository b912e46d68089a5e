import { count } from '../../../../model/format';
import { IconButton } from '../../../../ui/IconButton';
import { TextField } from '../../../../ui/TextField';
import { MOST_FOUND } from './find';
import styles from './Json.module.css';

export interface FindBoxProps {
  text: string;
  onText(text: string): void;
  /** How many were found, and which of them is shown. */
  total: number;
  at: number;
  onMove(at: number): void;
}

export function FindBox({ text, onText, total, at, onMove }: FindBoxProps) {
  const move = (step: number) => total > 0 && onMove((at + step + total) % total);
  const all = total === MOST_FOUND ? `${count(total)}+` : count(total);
  return (
    <span className={styles.find}>
      <TextField label="Find in the document" hideLabel type="search" placeholder="Find" value={text} onChange={onText} onEnter={() => move(1)} />
      <span className={styles.found} role="status">
        {text !== '' && (total === 0 ? 'Not found' : `${count(at + 1)}/${all}`)}
      </span>
      <IconButton icon="chevron-up" label="Previous" disabled={total === 0} onClick={() => move(-1)} />
      <IconButton icon="chevron-down" label="Next" disabled={total === 0} onClick={() => move(1)} />
    </span>
  );
}
