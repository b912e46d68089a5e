import type { TraceSummary } from '../../api/summaries';
import { clip } from '../../model/format';
import styles from './AttributeCell.module.css';
import { useCells } from './useCells';

export interface AttributeCellProps {
  trace: TraceSummary;
  name: string;
  /** Narrows the search to what has this value. */
  onPick(name: string, value: string): void;
}

/** The server cuts values here, and a part of a value finds nothing. */
const CUT_AT = 200;

/** The first few values that an attribute has in a trace. */
export function AttributeCell({ trace, name, onPick }: AttributeCellProps) {
  const { cells, isSettled } = useCells(trace);
  const values = cells?.values[name];
  if (values === undefined) return isSettled ? <span className="muted">–</span> : null;
  if (values.length === 0) return <span className="muted">–</span>;
  return (
    <span className={styles.values}>
      {values.map((value) => value.length >= CUT_AT ? (
        <span key={value} className={`cut ${styles.value}`} title={clip(value)}>
          {clip(value, 120)}
        </span>
      ) : (
        <button
          key={value}
          type="button"
          // Rows are what has the focus; the values are offered by the facets and the query line as well.
          tabIndex={-1}
          className={`cut ${styles.value}`}
          title={clip(`Add to the search: ${name} = ${value}`)}
          onClick={() => onPick(name, value)}
        >
          {value === '' ? '""' : clip(value, 120)}
        </button>
      ))}
    </span>
  );
}
