import type { SetState } from '../../app/urlState';
import { mark } from '../../model/color';
import type { Measured, Series } from '../../model/series';
import type { MonitorState } from '../../url/monitor';
import { Chart } from './chart/Chart';
import { DASHES } from './chart/line';
import type { ChartLine } from './chart/line';
import styles from './Monitor.module.css';
import type { Range } from './times';

export interface ServiceLinesProps {
  measured: Measured;
  services: readonly string[];
  state: MonitorState;
  set: SetState<MonitorState>;
  range: Range;
}

/** The ticked services beside each other, each in its colour; those of one colour differ in their dashes. */
export function ServiceLines({ measured, services, state, set, range }: ServiceLinesProps) {
  const zoom = (start: number, end: number) => set({ start, end }, { push: true });
  const shared = { range, onZoom: zoom };
  return (
    <div className={styles.charts}>
      <Chart
        title={`Latency p${Number(state.quantile) * 100}`}
        unit="duration"
        lines={linesOf(measured.latencies, services)}
        {...shared}
      />
      <Chart title="Failed calls" unit="share" lines={linesOf(measured.errors, services)} {...shared} />
      <Chart title="Calls" unit="rate" lines={linesOf(measured.calls, services)} {...shared} />
    </div>
  );
}

function linesOf(all: readonly Series[], services: readonly string[]): ChartLine[] {
  const used = new Map<number, number>();
  return services.map((service) => {
    const { hue } = mark(service);
    const before = used.get(hue) ?? 0;
    used.set(hue, before + 1);
    const series = all.find((candidate) => candidate.service === service);
    return { label: service, color: `--service-${hue}`, dash: DASHES[before % DASHES.length], series };
  });
}
