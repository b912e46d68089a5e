import { MOST_KEYS } from '../../api/cells';
import { clip } from '../../model/format';
import type { TraceSearch } from '../../model/query/toQuery';
import { Checkbox } from '../../ui/Checkbox';
import { Combobox } from '../../ui/Combobox';
import { Icon } from '../../ui/Icon';
import { Popover } from '../../ui/Popover';
import styles from './ColumnChooser.module.css';
import { rangeForNames, useKeysOfTraces } from './useCompletion';

export interface ColumnChooserProps {
  /** Attributes that have a column. */
  shown: readonly string[];
  service: string | undefined;
  search: TraceSearch;
  onChange(shown: string[]): void;
}

/** Which attributes have a column in the list. */
export function ColumnChooser(props: ColumnChooserProps) {
  return (
    <span className={styles.chooser}>
      <Popover label="Attribute columns" trigger={<Icon name="columns" />}>
        <Chooser {...props} />
      </Popover>
    </span>
  );
}

/** Only here, so that keys are asked for when somebody wants to choose. */
function Chooser({ shown, service, search, onChange }: ColumnChooserProps) {
  const keys = useKeysOfTraces(service, rangeForNames(search));
  const items = keys.filter((key) => !shown.includes(key)).map((value) => ({ value }));
  return (
    <div className={styles.fields}>
      {shown.map((key) => (
        <Checkbox key={key} label={clip(key, 60)} checked onChange={() => onChange(shown.filter((other) => other !== key))} />
      ))}
      {shown.length < MOST_KEYS ? (
        <Combobox
          label="Add a column for an attribute"
          value=""
          items={items}
          placeholder="http.route"
          onChange={(key) => key !== '' && onChange([...shown.filter((other) => other !== key), key])}
        />
      ) : (
        <p className="muted">{MOST_KEYS} columns are as many as there can be.</p>
      )}
    </div>
  );
}
