import { Checkbox } from '../../../../ui/Checkbox';
import { Button } from '../../../../ui/Button';
import { Combobox } from '../../../../ui/Combobox';
import type { ComboboxItem } from '../../../../ui/Combobox';
import { Icon } from '../../../../ui/Icon';
import { Popover } from '../../../../ui/Popover';
import { clip } from '../../../../model/format';
import { attributeKey } from '../grouping';
import styles from './Spans.module.css';
import { FIELDS } from './tableColumns';

export interface ColumnChooserProps {
  shown: readonly string[];
  names: Readonly<Record<string, string>>;
  items: readonly ComboboxItem[];
  loading: boolean;
  /** Undefined for the usual ones. */
  onChange(ids: string[] | undefined): void;
}

/** Which columns the table has. The name stays: it is what a row is called. */
export function ColumnChooser({ shown, names, items, loading, onChange }: ColumnChooserProps) {
  const attributes = shown.filter((id) => attributeKey(id) !== undefined);
  function toggle(id: string, on: boolean) {
    const chosen = on ? [...shown, id] : shown.filter((other) => other !== id);
    onChange([...FIELDS.filter((field) => chosen.includes(field)), ...chosen.filter((other) => !FIELDS.includes(other))]);
  }
  return (
    <Popover
      label="Columns"
      trigger={
        <>
          <Icon name="columns" />
          Columns
        </>
      }
    >
      <div className={styles.chooser}>
        <div className={styles.fields}>
          {FIELDS.map((id) => (
            <Checkbox key={id} label={names[id]} checked={shown.includes(id)} disabled={id === 'name'} onChange={(on) => toggle(id, on)} />
          ))}
        </div>
        {attributes.map((id) => (
          <Checkbox key={id} label={clip(attributeKey(id) ?? id, 60)} checked onChange={() => toggle(id, false)} />
        ))}
        <Combobox
          label="Add an attribute"
          value=""
          items={items.filter(({ value }) => !shown.includes(value))}
          loading={loading}
          onChange={(id) => toggle(id, true)}
        />
        <Button kind="quiet" onClick={() => onChange(undefined)}>
          Usual columns
        </Button>
      </div>
    </Popover>
  );
}
