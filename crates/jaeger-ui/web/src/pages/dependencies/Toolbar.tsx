import { useMemo } from 'react';

import { capabilities } from '../../app/config';
import type { SetState } from '../../app/urlState';
import { count } from '../../model/format';
import { hasErrors } from '../../model/serviceGraph';
import type { ServiceGraph } from '../../model/serviceGraph';
import { IconButton } from '../../ui/IconButton';
import { Segmented } from '../../ui/Segmented';
import { Select } from '../../ui/Select';
import { TextField } from '../../ui/TextField';
import type { DependenciesState } from '../../url/dependencies';
import { lookbackLabel } from '../../url/lookback';
import { PageBar } from '../bar/PageBar';
import { ServiceField } from '../bar/ServiceField';
import { RangePicker } from '../range/RangePicker';
import { ExportMenu } from './ExportMenu';
import { isTangle } from './tangle';
import styles from './Toolbar.module.css';

export interface ToolbarProps {
  state: DependenciesState;
  set: SetState<DependenciesState>;
  range: { start: number; end: number };
  whole?: ServiceGraph;
  shown?: ServiceGraph;
  onRefresh(): void;
  isLoading: boolean;
}

const LOOKBACKS = ['15m', '1h', '3h', '6h', '12h', '24h', '2d', '7d', '2w', '4w'];
const TOPS = [undefined, 10, 20, 50, 100, 200];
const HOPS = [
  { value: '', label: 'All' },
  ...[0, 1, 2, 3, 4, 5].map((hops) => ({ value: String(hops), label: String(hops) })),
];

export function Toolbar({ state, set, range, whole, shown, onRefresh, isLoading }: ToolbarProps) {
  const services = useMemo(() => (whole?.nodes ?? []).map(({ name }) => name), [whole]);
  const lookbacks = LOOKBACKS.includes(state.lookback) ? LOOKBACKS : [...LOOKBACKS, state.lookback];
  const tops = TOPS.includes(state.top) ? TOPS : [...TOPS, state.top];
  const hops = (text: string) => (text === '' ? undefined : Number(text));
  const number = (text: string) => (/^\d{1,12}$/.test(text) && Number(text) > 0 ? Number(text) : undefined);
  return (
    <PageBar
      end={
        <>
          {state.view === 'graph' && shown && !isTangle(shown) && (
            <IconButton
              icon="graph"
              label="Place neighbours together instead of in layers"
              pressed={state.layout === 'force'}
              onClick={() => set({ layout: state.layout === 'force' ? 'layers' : 'force' }, { push: true })}
            />
          )}
          <Segmented
            label="View"
            value={state.view}
            options={[
              { value: 'graph', label: 'Graph' },
              { value: 'matrix', label: 'Matrix' },
              { value: 'table', label: 'Table' },
            ]}
            onChange={(view) => set({ view: view as DependenciesState['view'] }, { push: true })}
          />
          <IconButton icon="refresh" label="Load again" onClick={onRefresh} disabled={isLoading} />
          <ExportMenu graph={shown} />
        </>
      }
    >
      <RangePicker
        presets={lookbacks.map((value) => ({ value, label: lookbackLabel(value) }))}
        value={state.lookback}
        range={
          state.start !== undefined && state.end !== undefined ? { start: state.start, end: state.end } : undefined
        }
        current={range}
        onPreset={(lookback) => set({ lookback, start: undefined, end: undefined }, { push: true })}
        onRange={(start, end) => set({ start, end }, { push: true })}
      />
      <ServiceField
        label="Focus"
        value={state.focus}
        services={services}
        onChange={(focus) => set({ focus }, { push: true })}
      />
      {state.focus !== undefined && (
        <>
          <Select
            label="Callers"
            value={state.up === undefined ? '' : String(state.up)}
            options={HOPS}
            onChange={(up) => set({ up: hops(up) }, { push: true })}
          />
          <Select
            label="Callees"
            value={state.down === undefined ? '' : String(state.down)}
            options={HOPS}
            onChange={(down) => set({ down: hops(down) }, { push: true })}
          />
        </>
      )}
      <div className={styles.narrow}>
        <TextField
          label="Fewest calls"
          type="number"
          value={state.min === undefined ? '' : String(state.min)}
          placeholder="1"
          onChange={(text) => set({ min: number(text) })}
        />
      </div>
      <Select
        label="Busiest pairs"
        value={state.top === undefined ? '' : String(state.top)}
        options={tops.map((top) => ({ value: top === undefined ? '' : String(top), label: top === undefined ? 'All' : count(top) }))}
        onChange={(top) => set({ top: top === '' ? undefined : Number(top) }, { push: true })}
      />
      <Select
        label="Show"
        value={state.metric}
        options={[
          { value: 'calls', label: 'Calls' },
          ...(state.metric === 'errors' || hasErrors(whole?.edges ?? [])
            ? [{ value: 'errors', label: 'Failed calls' }]
            : []),
          ...(state.metric === 'latency' || capabilities().metricsStorage
            ? [{ value: 'latency', label: 'Latency (p95)' }]
            : []),
        ]}
        onChange={(metric) => set({ metric: metric as DependenciesState['metric'] }, { push: true })}
      />
    </PageBar>
  );
}
