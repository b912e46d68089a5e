import { useMemo, useState } from 'react';

import { clip } from '../../model/format';
import { valueIn, withValue } from '../../model/logfmt';
import type { TraceSearch } from '../../model/query/toQuery';
import { Combobox } from '../../ui/Combobox';
import { IconButton } from '../../ui/IconButton';
import styles from './SearchForm.module.css';
import { rangeForNames, useValues } from './useCompletion';
import type { Filter } from './useFilter';

export interface PinnedFieldProps {
  name: string;
  filter: Filter;
  search: TraceSearch;
  onUnpin(): void;
}

/** The value of one attribute. Taking the pin away leaves the search as it is. */
export function PinnedField({ name, filter: { fields, runFields }, search, onUnpin }: PinnedFieldProps) {
  // What values there are is asked only where somebody is about to choose one.
  const [isWanted, setWanted] = useState(false);
  const known = useValues(name, fields.service, rangeForNames(search), isWanted);
  const items = useMemo(() => known.map((value) => ({ value })), [known]);
  const tags = fields.tags ?? '';
  const value = valueIn(tags, name);
  return (
    <div className={styles.pinnedField} onFocus={() => setWanted(true)}>
      <Combobox
        label={clip(name, 80)}
        value={value ?? ''}
        items={items}
        placeholder="Any value"
        disabled={value === undefined}
        allowCustom
        onChange={(next) => runFields({ tags: withValue(tags, name, next) || undefined })}
      />
      <IconButton icon="close" label={`Unpin ${clip(name, 80)}`} onClick={onUnpin} />
    </div>
  );
}
