import { clip } from '../../model/format';
import { Combobox } from '../../ui/Combobox';
import styles from './ServiceField.module.css';

export interface ServiceFieldProps {
  label: string;
  /** Absent: all of them. */
  value?: string;
  services: readonly string[];
  onChange(service: string | undefined): void;
}

/** One service, or all of them. */
export function ServiceField({ label, value, services, onChange }: ServiceFieldProps) {
  return (
    <div className={styles.field}>
      <Combobox
        label={label}
        value={value ?? ''}
        placeholder="All services"
        allowCustom
        items={[
          { value: '', label: 'All services' },
          ...services.map((name) => ({ value: name, label: clip(name, 200) })),
        ]}
        onChange={(name) => onChange(name === '' ? undefined : name)}
      />
    </div>
  );
}
