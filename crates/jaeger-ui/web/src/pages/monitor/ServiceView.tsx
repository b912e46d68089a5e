import { useMemo } from 'react';
import { Link } from 'wouter';

import { useTerms } from '../../app/config';
import type { SetState } from '../../app/urlState';
import { percent } from '../../model/format';
import { change, lastValue, tableOf } from '../../model/series';
import type { Series } from '../../model/series';
import { Button } from '../../ui/Button';
import { Empty } from '../../ui/Empty';
import { Failure } from '../../ui/Failure';
import { ServiceName } from '../../ui/ServiceName';
import { Skeleton } from '../../ui/Skeleton';
import { monitorHref } from '../../url/monitor';
import type { MonitorState } from '../../url/monitor';
import { AnswerLine } from '../bar/AnswerLine';
import { Change } from './Change';
import { FiguresTable } from './FiguresTable';
import styles from './Monitor.module.css';
import { failedTracesHref, slowTracesHref, tracesHref } from './tracesHref';
import { OneServiceCharts } from './OneServiceCharts';
import { shiftOf } from './times';
import type { Range } from './times';
import { useMeasured } from './useMeasured';
import { rateText, unitText } from './words';

export interface ServiceViewProps {
  service: string;
  state: MonitorState;
  set: SetState<MonitorState>;
  range: Range;
}

const byOperation = ({ operation }: Series) => operation ?? '';

/** One service: its figures over time, and its operations. */
export function ServiceView({ service, state, set, range }: ServiceViewProps) {
  const terms = useTerms();
  const { operation, quantile, spanKind } = state;
  const what = { services: [service], quantile: Number(quantile), spanKind };
  const shift = shiftOf(state.compare, range);
  const earlier = { start: range.start - (shift ?? 0), end: range.end - (shift ?? 0) };
  const whole = useMeasured({ ...what, byOperation: true }, range, 'whole');
  const lines = useMeasured({ ...what, byOperation: true }, range, 'lines');
  const before = useMeasured({ ...what, byOperation: true }, earlier, 'whole', shift !== undefined);
  const total = useMeasured({ ...what, byOperation: false }, range, 'whole');
  const totalBefore = useMeasured({ ...what, byOperation: false }, earlier, 'whole', shift !== undefined);
  const rows = useMemo(
    () => whole.data && tableOf(byOperation, whole.data, lines.data, shift === undefined ? undefined : before.data),
    [whole.data, lines.data, before.data, shift],
  );

  if (whole.isError) return <Failure error={whole.error} onRetry={() => void whole.refetch()} />;
  if (!rows || !total.data) {
    return (
      <div className={styles.pad}>
        <Skeleton rows={12} />
      </div>
    );
  }
  if (rows.length === 0) {
    return (
      <Empty
        title={`${service.slice(0, 100)} had no calls of kind ${spanKind} in this time.`}
        detail="It may send spans of another kind, or none at this time."
      >
        {spanKind !== 'server' && (
          <Button onClick={() => set({ spanKind: 'server' }, { push: true })}>Server spans</Button>
        )}
        {spanKind === 'server' && (
          <Button onClick={() => set({ spanKind: 'internal' }, { push: true })}>Internal spans</Button>
        )}
        <Button onClick={() => set({ timeframe: 172_800_000, start: undefined, end: undefined }, { push: true })}>
          Last 2 days
        </Button>
        <Link href={monitorHref({ ...state, service: undefined, operation: undefined })}>All services</Link>
      </Empty>
    );
  }
  const row = operation === undefined ? undefined : rows.find(({ key }) => key === operation);
  const now = {
    latency: row ? row.latency : lastValue(total.data.latencies[0]),
    rate: row ? row.rate : (lastValue(total.data.calls[0]) ?? 0),
    errors: row ? row.errors : (lastValue(total.data.errors[0]) ?? 0),
  };
  const then = row
    ? row.before
    : shift !== undefined &&
      totalBefore.data && {
        latency: lastValue(totalBefore.data.latencies[0]),
        rate: lastValue(totalBefore.data.calls[0]) ?? 0,
        errors: lastValue(totalBefore.data.errors[0]) ?? 0,
      };
  return (
    <>
      <AnswerLine>
        <strong>
          <ServiceName service={service} />
        </strong>
        {operation !== undefined && (
          <>
            <strong className="data">{operation.slice(0, 100)}</strong>
            <Button kind="quiet" icon="close" onClick={() => set({ operation: undefined }, { push: true })}>
              All {terms.spanNames.toLowerCase()}
            </Button>
          </>
        )}
        <span>
          p{Number(quantile) * 100} {unitText('duration', now.latency)}{' '}
          {then && <Change value={change(now.latency, then.latency)} more="worse" />}
        </span>
        <span className={now.errors > 0 ? styles.error : undefined}>
          {percent(now.errors)} failed {then && <Change value={change(now.errors, then.errors)} more="worse" />}
        </span>
        <span>
          {rateText(now.rate)} {then && <Change value={change(now.rate, then.rate)} />}
        </span>
        {operation === undefined && rows.length > 1 && (
          <span>
            most time: <span className="data">{rows[0].key.slice(0, 80)}</span> ({percent(rows[0].impact)})
          </span>
        )}
        <Link href={tracesHref(service, operation, range)}>View traces</Link>
        <Link href={slowTracesHref(service, operation, range, now.latency)}>Slowest</Link>
        {now.errors > 0 && <Link href={failedTracesHref(service, operation, range)}>Failed</Link>}
      </AnswerLine>
      <OneServiceCharts
        service={service}
        operation={operation}
        state={state}
        set={set}
        range={range}
        earlier={shift === undefined ? undefined : earlier}
      />
      <div className={styles.table}>
        <FiguresTable
          label={terms.spanNames}
          name={terms.spanName}
          rows={rows}
          state={state}
          set={set}
          current={operation}
          renderName={(name) => <span className="cut">{name.slice(0, 300)}</span>}
          onOpen={(name) => set({ operation: name === operation ? undefined : name }, { push: true })}
          tracesOf={(name) => tracesHref(service, name, range)}
        />
      </div>
    </>
  );
}
