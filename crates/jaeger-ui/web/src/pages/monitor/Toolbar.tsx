import type { SetState } from '../../app/urlState';
import { IconButton } from '../../ui/IconButton';
import { Select } from '../../ui/Select';
import { SPAN_KINDS } from '../../url/monitor';
import type { MonitorState } from '../../url/monitor';
import { PageBar } from '../bar/PageBar';
import { ServiceField } from '../bar/ServiceField';
import { RangePicker } from '../range/RangePicker';
import { COMPARISONS, TIMEFRAMES } from './times';
import type { Range } from './times';

export interface ToolbarProps {
  state: MonitorState;
  set: SetState<MonitorState>;
  range: Range;
  services: readonly string[];
  onRefresh(): void;
}

const KINDS = SPAN_KINDS.map((kind) => ({ value: kind, label: kind[0].toUpperCase() + kind.slice(1) }));
const QUANTILES = ['0.5', '0.75', '0.95', '0.99'].map((value) => ({ value, label: `p${Number(value) * 100}` }));

export function Toolbar({ state, set, range, services, onRefresh }: ToolbarProps) {
  const current = String(state.timeframe);
  const presets = TIMEFRAMES.some(({ value }) => value === current)
    ? TIMEFRAMES
    : [...TIMEFRAMES, { value: current, label: `Last ${Math.round(state.timeframe / 60_000)} minutes` }];
  const change = (patch: Partial<MonitorState>) => set(patch, { push: true });
  return (
    <PageBar end={<IconButton icon="refresh" label="Load again" onClick={onRefresh} />}>
      <ServiceField
        label="Service"
        value={state.service}
        services={services}
        onChange={(service) => change({ service, operation: undefined, sort: undefined, uiFind: undefined })}
      />
      <Select
        label="Span kind"
        value={state.spanKind}
        options={KINDS}
        onChange={(kind) => change({ spanKind: kind as MonitorState['spanKind'] })}
      />
      <RangePicker
        presets={presets}
        value={current}
        range={
          state.start !== undefined && state.end !== undefined ? { start: state.start, end: state.end } : undefined
        }
        current={range}
        onPreset={(timeframe) => change({ timeframe: Number(timeframe), start: undefined, end: undefined })}
        onRange={(start, end) => change({ start, end })}
      />
      <Select
        label="Compare with"
        value={state.compare ?? ''}
        options={COMPARISONS}
        onChange={(compare) => change({ compare: compare === '' ? undefined : (compare as MonitorState['compare']) })}
      />
      <Select
        label="Latency"
        value={state.quantile}
        options={QUANTILES}
        onChange={(quantile) => change({ quantile: quantile as MonitorState['quantile'] })}
      />
    </PageBar>
  );
}
