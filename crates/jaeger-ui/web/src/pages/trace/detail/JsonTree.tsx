import type { Value } from '../../../model/span';
import { valueText } from '../../../model/value';
import styles from './Attributes.module.css';

/** More members of one object or list are not drawn. */
const MOST_MEMBERS = 100;
const MOST_TEXT = 300;
/** Up to here it is open from the start. */
const OPEN_MEMBERS = 8;

type Container = Value[] | { [key: string]: Value };

/** JSON as a tree that unfolds; small ones are open. */
export function JsonTree({ value, level = 0 }: { value: Container; level?: number }) {
  const entries = Object.entries(value);
  const size = Array.isArray(value) ? `[${entries.length}]` : `{${entries.length}}`;
  if (entries.length === 0) return <span className={styles.literal}>{Array.isArray(value) ? '[]' : '{}'}</span>;
  return (
    <details className={styles.tree} open={level === 0 && entries.length <= OPEN_MEMBERS}>
      <summary className={styles.summary}>
        {size} <span className={styles.preview}>{preview(value)}</span>
      </summary>
      <ul className={styles.members}>
        {entries.slice(0, MOST_MEMBERS).map(([key, member]) => (
          <li key={key}>
            <span className={styles.member}>{key.slice(0, MOST_TEXT)}: </span>
            {isContainer(member) ? <JsonTree value={member} level={level + 1} /> : <Leaf value={member} />}
          </li>
        ))}
        {entries.length > MOST_MEMBERS && <li className="muted">{entries.length - MOST_MEMBERS} more</li>}
      </ul>
    </details>
  );
}

function Leaf({ value }: { value: Value }) {
  if (typeof value === 'string') return <span className={styles.text}>{value.slice(0, MOST_TEXT)}</span>;
  return <span className={styles.literal}>{value === null ? 'null' : valueText(value).slice(0, MOST_TEXT)}</span>;
}

function isContainer(value: Value): value is Container {
  return typeof value === 'object' && value !== null && !(value instanceof Uint8Array);
}

function preview(value: Container): string {
  const parts = Object.entries(value).slice(0, 3).map(([key, member]) => {
    const text = isContainer(member) ? (Array.isArray(member) ? '[…]' : '{…}') : valueText(member).slice(0, 24);
    return Array.isArray(value) ? text : `${key.slice(0, 24)}: ${text}`;
  });
  return parts.join(', ');
}
