import { useMemo } from 'react';

import type { SetState } from '../../app/urlState';
import { shifted, stepFor } from '../../model/series';
import type { Series } from '../../model/series';
import { Failure } from '../../ui/Failure';
import type { MonitorState } from '../../url/monitor';
import { Chart } from './chart/Chart';
import { BEFORE, QUANTILE_LINES } from './chart/line';
import type { ChartLine } from './chart/line';
import styles from './Monitor.module.css';
import { failedTracesHref, slowTracesHref, tracesHref } from './tracesHref';
import { MINUTE } from './times';
import type { Range } from './times';
import { useMeasured, useQuantiles } from './useMeasured';

export interface OneServiceChartsProps {
  service: string;
  operation?: string;
  state: MonitorState;
  set: SetState<MonitorState>;
  range: Range;
  /** The time that is compared with. */
  earlier?: Range;
}

const QUANTILES = QUANTILE_LINES.map(({ quantile }) => quantile);

/** Latency, failed calls and calls of a service or of one of its operations. */
export function OneServiceCharts({ service, operation, state, set, range, earlier }: OneServiceChartsProps) {
  const what = {
    services: [service],
    byOperation: operation !== undefined,
    quantile: Number(state.quantile),
    spanKind: state.spanKind,
  };
  const { quantile: _, ...anyQuantile } = what;
  const quantiles = useQuantiles(anyQuantile, QUANTILES, range);
  const lines = useMeasured(what, range, 'lines');
  const before = useMeasured(what, earlier ?? range, 'lines', earlier !== undefined);
  const shift = earlier === undefined ? 0 : range.end - earlier.end;

  const charts = useMemo(() => {
    const pick = (all: readonly Series[] | undefined) => all?.find((series) => series.operation === operation);
    const old = (all: readonly Series[] | undefined) => {
      const series = earlier === undefined ? undefined : pick(all);
      return series && shifted(series, shift);
    };
    const latency: ChartLine[] = QUANTILE_LINES.map(({ label, color, dash, width }, index) => ({
      label,
      color,
      dash,
      width,
      series: pick(quantiles.data?.[index]),
    }));
    const errors: ChartLine[] = [{ label: 'Failed', color: '--error', width: 2, series: pick(lines.data?.errors) }];
    const rate: ChartLine[] = [{ label: 'Calls', color: '--accent', width: 2, series: pick(lines.data?.calls) }];
    if (earlier !== undefined) {
      latency.push({
        ...BEFORE,
        label: `p${Number(state.quantile) * 100} earlier`,
        series: old(before.data?.latencies),
      });
      errors.push({ ...BEFORE, label: 'Earlier', series: old(before.data?.errors) });
      rate.push({ ...BEFORE, label: 'Earlier', series: old(before.data?.calls) });
    }
    return { latency, errors, rate };
  }, [quantiles.data, lines.data, before.data, earlier, shift, operation, state.quantile]);

  const failure = quantiles.error ?? lines.error;
  if (failure)
    return <Failure error={failure} onRetry={() => void Promise.all([quantiles.refetch(), lines.refetch()])} />;
  const shared = { range, onZoom: (start: number, end: number) => set({ start, end }, { push: true }) };
  const step = stepFor(range.end - range.start);
  /** A point speaks of the step up to it; where whole minutes are counted, also of all of the minute it lies in. */
  const bucket = (time: number): Range => ({ start: time - step, end: time + MINUTE });
  const chosen = charts.latency[QUANTILES.indexOf(what.quantile)]?.series;
  const latencyAt = (time: number) => chosen?.values[chosen.times.indexOf(time)] ?? null;
  return (
    <div className={styles.charts}>
      <Chart
        title="Latency"
        unit="duration"
        lines={charts.latency}
        hrefAt={(time) => slowTracesHref(service, operation, bucket(time), latencyAt(time))}
        {...shared}
      />
      <Chart
        title="Failed calls"
        unit="share"
        lines={charts.errors}
        hrefAt={(time) => failedTracesHref(service, operation, bucket(time))}
        {...shared}
      />
      <Chart
        title="Calls"
        unit="rate"
        lines={charts.rate}
        hrefAt={(time) => tracesHref(service, operation, bucket(time))}
        {...shared}
      />
    </div>
  );
}
