import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';

import { getOperations, getServices } from '../../api/services';
import type { OperationName } from '../../api/services';
import { useTerms } from '../../app/config';
import type { SetState } from '../../app/urlState';
import { Combobox } from '../../ui/Combobox';
import { IconButton } from '../../ui/IconButton';
import { Segmented } from '../../ui/Segmented';
import { Select } from '../../ui/Select';
import { Switch } from '../../ui/Switch';
import { lookbackLabel } from '../../url/lookback';
import type { PathsState } from '../../url/paths';
import { PageBar } from '../bar/PageBar';
import { RangePicker } from '../range/RangePicker';
import styles from './Paths.module.css';

export interface ToolbarProps {
  state: PathsState;
  set: SetState<PathsState>;
  /** ms since 1970. */
  range: { start: number; end: number };
  onRefresh(): void;
  isLoading: boolean;
}

const LOOKBACKS = ['15m', '1h', '3h', '6h', '12h', '24h', '2d', '7d'];
const NO_SERVICES: string[] = [];
const NO_OPERATIONS: OperationName[] = [];
const HOPS = ['', '0', '1', '2', '3', '4', '5'];

export function Toolbar({ state, set, range, onRefresh, isLoading }: ToolbarProps) {
  const terms = useTerms();
  const { service = '' } = state;
  const { data: services = NO_SERVICES } = useQuery({ queryKey: ['services'], queryFn: ({ signal }) => getServices(signal) });
  const { data: operations = NO_OPERATIONS } = useQuery({
    queryKey: ['operations', service],
    enabled: service !== '',
    queryFn: ({ signal }) => getOperations(service, signal),
  });
  const every = `All ${terms.spanNames.toLowerCase()}`;
  const serviceItems = useMemo(() => services.map((value) => ({ value })), [services]);
  const nameItems = useMemo(
    () => [{ value: '', label: every }, ...[...new Set(operations.map(({ name }) => name))].map((value) => ({ value }))],
    [operations, every],
  );
  const lookbacks = LOOKBACKS.includes(state.lookback) ? LOOKBACKS : [...LOOKBACKS, state.lookback];
  const change = (patch: Partial<PathsState>) => set(patch, { push: true });
  const { start, end } = state;
  return (
    <PageBar
      end={
        <>
          <Segmented
            label="View"
            value={state.view}
            options={[
              { value: 'graph', label: 'Graph' },
              { value: 'table', label: 'Table' },
            ]}
            onChange={(view) => change({ view: view as PathsState['view'] })}
          />
          <IconButton icon="refresh" label="Load again" onClick={onRefresh} disabled={isLoading} />
        </>
      }
    >
      <div className={styles.field}>
        <Combobox
          label="Service"
          value={service}
          placeholder="Choose a service"
          allowCustom
          items={serviceItems}
          onChange={(next) => change({ service: next || undefined, operation: undefined, sel: undefined })}
        />
      </div>
      <div className={styles.field}>
        <Combobox
          label={terms.spanName}
          value={state.operation ?? ''}
          placeholder={every}
          allowCustom
          items={nameItems}
          onChange={(operation) => change({ operation: operation || undefined, sel: undefined })}
        />
      </div>
      <RangePicker
        presets={lookbacks.map((value) => ({ value, label: lookbackLabel(value) }))}
        value={state.lookback}
        range={start !== undefined && end !== undefined ? { start: start / 1000, end: end / 1000 } : undefined}
        current={range}
        onPreset={(lookback) => change({ lookback, start: undefined, end: undefined })}
        onRange={(from, to) => change({ start: from * 1000, end: to * 1000 })}
      />
      <Hops label="Callers" value={state.up} onChange={(up) => change({ up })} />
      <Hops label="Callees" value={state.down} onChange={(down) => change({ down })} />
      <div className={styles.switch}>
        <Switch label={terms.spanNames} checked={state.showOp} onChange={(showOp) => change({ showOp, sel: undefined })} />
      </div>
    </PageBar>
  );
}

/** How many calls are followed. */
function Hops(props: { label: string; value: number | undefined; onChange(value: number | undefined): void }) {
  const { label, value, onChange } = props;
  const text = value === undefined ? '' : String(value);
  const all = HOPS.includes(text) ? HOPS : [...HOPS, text];
  return (
    <Select
      label={label}
      value={text}
      options={all.map((hops) => ({ value: hops, label: hops === '' ? 'All' : hops }))}
      onChange={(hops) => onChange(hops === '' ? undefined : Number(hops))}
    />
  );
}
