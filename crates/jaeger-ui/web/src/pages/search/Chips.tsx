import { clip } from '../../model/format';
import { formProblems } from '../../model/query/form';
import { IconButton } from '../../ui/IconButton';
import styles from './Chips.module.css';
import type { Filter } from './useFilter';

/** Said of a duration in a link that cannot be read. */
const LEFT_OUT = ', which is no duration and left out';

/** Conditions that have no field: they can be read and taken away. */
export function Chips({ filter }: { filter: Filter }) {
  const { fields, beside, runFields, runExpression } = filter;
  const problems = formProblems(fields);
  const chips = beside.map(({ text, without }) => ({ text, title: text, remove: () => runExpression(without) }));
  if (fields.spanDurationMin) {
    chips.unshift({
      text: `a span lasts at least ${fields.spanDurationMin}${problems.spanDurationMin ? LEFT_OUT : ''}`,
      title: 'Jaeger’s own form speaks of single spans, and so did this link. Trace lasts speaks of whole traces.',
      remove: () => runFields({ spanDurationMin: undefined }),
    });
  }
  if (fields.spanDurationMax) {
    chips.unshift({
      text: `a span lasts at most ${fields.spanDurationMax}${problems.spanDurationMax ? LEFT_OUT : ''}`,
      title: 'Jaeger’s own form speaks of single spans, and so did this link. Trace lasts speaks of whole traces.',
      remove: () => runFields({ spanDurationMax: undefined }),
    });
  }
  if (chips.length === 0) return null;
  return (
    <ul role="list" aria-label="More conditions" className={styles.chips}>
      {chips.slice(0, 20).map(({ text, title, remove }) => (
        <li key={text} className={styles.chip}>
          <span className={`cut ${styles.text}`} title={clip(title)}>
            {clip(text.replace(/^\{ ([^{}]*) \}$/, '$1'), 120)}
          </span>
          <IconButton icon="close" label={clip(`Remove: ${text}`, 120)} className={styles.remove} onClick={remove} />
        </li>
      ))}
    </ul>
  );
}
