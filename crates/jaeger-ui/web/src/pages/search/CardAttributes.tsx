import type { TraceSummary } from '../../api/summaries';
import { clip } from '../../model/format';
import styles from './Card.module.css';
import { useCells } from './useCells';

/** The attributes that would have a column in the table, in one line. */
export function CardAttributes({ trace, names }: { trace: TraceSummary; names: readonly string[] }) {
  const { cells } = useCells(trace);
  return (
    <span className={styles.attributes}>
      {names.map((name) => (
        <span key={name} className={`cut ${styles.attribute}`}>
          <span className="muted">{clip(name, 60)}</span> {clip(cells?.values[name]?.join(', ') || '–', 120)}
        </span>
      ))}
    </span>
  );
}
