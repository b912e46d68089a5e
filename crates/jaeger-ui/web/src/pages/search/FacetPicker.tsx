import { useEffect, useMemo, useRef, useState } from 'react';

import { wordOfKey } from '../../model/query/clauses';
import type { TraceSearch } from '../../model/query/toQuery';
import { Button } from '../../ui/Button';
import { Combobox } from '../../ui/Combobox';
import styles from './Facets.module.css';
import { rangeForNames, useKeysOfTraces } from './useCompletion';

export interface FacetPickerProps {
  search: TraceSearch;
  service: string | undefined;
  /** Chosen already. */
  keys: readonly string[];
  onKeys(keys: string[]): void;
}

/** Chooses one more attribute to be counted. */
export function FacetPicker(props: FacetPickerProps) {
  const [isOpen, setOpen] = useState(false);
  if (isOpen) return <Picker {...props} onClose={() => setOpen(false)} />;
  return (
    <Button kind="quiet" icon="add" className={styles.add} onClick={() => setOpen(true)}>
      Count an attribute
    </Button>
  );
}

/** Only when it is wanted, so that keys are not asked for before. */
function Picker({ search, service, keys, onKeys, onClose }: FacetPickerProps & { onClose(): void }) {
  const box = useRef<HTMLDivElement>(null);
  const known = useKeysOfTraces(service, rangeForNames(search));
  const items = useMemo(
    () => known.map((key) => ({ value: wordOfKey(key) })).filter(({ value }) => !keys.includes(value)),
    [known, keys],
  );
  useEffect(() => box.current?.querySelector('input')?.focus(), []);
  return (
    <div
      ref={box}
      onKeyDown={({ key }) => {
        if (key === 'Escape') onClose();
      }}
      onBlur={({ currentTarget, relatedTarget }) => {
        if (!currentTarget.contains(relatedTarget)) onClose();
      }}
    >
      <Combobox
        label="Attribute to count"
        value=""
        items={items}
        placeholder="http.route"
        allowCustom
        onChange={(typed) => {
          const key = typed.trim();
          if (key !== '' && !keys.includes(key)) onKeys([...keys, key]);
          onClose();
        }}
      />
    </div>
  );
}
