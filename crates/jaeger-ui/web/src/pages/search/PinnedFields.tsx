import { usePins } from '../../app/pins';
import type { TraceSearch } from '../../model/query/toQuery';
import { PinnedField } from './PinnedField';
import styles from './SearchForm.module.css';
import type { Filter } from './useFilter';

/** A field for each attribute that the reader has pinned; what stands in it stands among the form's attributes. */
export function PinnedFields({ filter, search }: { filter: Filter; search: TraceSearch }) {
  const { keys, setKeys } = usePins();
  if (keys.length === 0) return null;
  return (
    <div role="group" aria-label="Pinned" className={styles.pinned}>
      {keys.map((key) => (
        <PinnedField
          key={key}
          name={key}
          filter={filter}
          search={search}
          onUnpin={() => setKeys(keys.filter((other) => other !== key))}
        />
      ))}
    </div>
  );
}
