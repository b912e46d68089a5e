import { useMemo } from 'react';

import type { SetState } from '../../app/urlState';
import { count, percent } from '../../model/format';
import { tableOf } from '../../model/series';
import type { Figures, Measured, Series } from '../../model/series';
import { Button } from '../../ui/Button';
import { Empty } from '../../ui/Empty';
import { Failure } from '../../ui/Failure';
import { ServiceName } from '../../ui/ServiceName';
import { Skeleton } from '../../ui/Skeleton';
import { monitorHref } from '../../url/monitor';
import type { MonitorState } from '../../url/monitor';
import { AnswerLine } from '../bar/AnswerLine';
import { FiguresTable } from './FiguresTable';
import styles from './Monitor.module.css';
import { ServiceLines } from './ServiceLines';
import { shiftOf } from './times';
import type { Range } from './times';
import { useMeasured } from './useMeasured';
import { rateText } from './words';

export interface OverviewProps {
  state: MonitorState;
  set: SetState<MonitorState>;
  range: Range;
  services?: readonly string[];
}

const byService = ({ service }: Series) => service;
/** More lines on one chart cannot be told apart. */
const MOST_LINES = 8;

/** Figures over time of more services are more than a page can take: 5,000 are 50 MB. */
const MOST_LINED = 200;

const NONE: readonly string[] = [];
/** All names stand in one address, and one that is too long would take the figures of all others with it. */
const LONGEST_NAME = 1_000;

/** All services in a table, those that take most of the time first; ticked ones beside each other in charts. */
export function Overview({ state, set, range, services: known = NONE }: OverviewProps) {
  const services = useMemo(() => known.filter(({ length }) => length <= LONGEST_NAME), [known]);
  const what = { services, byOperation: false, quantile: Number(state.quantile), spanKind: state.spanKind };
  const shift = shiftOf(state.compare, range);
  const whole = useMeasured(what, range, 'whole');
  const lined = useMemo(() => linedServices(services, state.services, whole.data), [services, state.services, whole.data]);
  const lines = useMeasured({ ...what, services: lined }, range, 'lines');
  const earlier = { start: range.start - (shift ?? 0), end: range.end - (shift ?? 0) };
  const before = useMeasured(what, earlier, 'whole', shift !== undefined);
  const rows = useMemo(
    () => whole.data && tableOf(byService, whole.data, lines.data, shift === undefined ? undefined : before.data),
    [whole.data, lines.data, before.data, shift],
  );
  const ticked = useMemo(() => new Set(state.services), [state.services]);

  if (whole.isError) return <Failure error={whole.error} onRetry={() => void whole.refetch()} />;
  if (!rows) {
    return (
      <div className={styles.pad}>
        <Skeleton rows={12} />
      </div>
    );
  }
  if (rows.length === 0) {
    return (
      <Empty
        title={`No service had calls of kind ${state.spanKind} in this time.`}
        detail="Figures are worked out of spans as they arrive; those of a kind that nobody sends are empty."
      >
        <Button onClick={() => set({ timeframe: 172_800_000, start: undefined, end: undefined }, { push: true })}>
          Last 2 days
        </Button>
        {state.spanKind !== 'server' && (
          <Button onClick={() => set({ spanKind: 'server' }, { push: true })}>Server spans</Button>
        )}
      </Empty>
    );
  }
  return (
    <>
      <Sentence rows={rows} quantile={state.quantile} />
      {ticked.size > 0 && lines.data && (
        <ServiceLines measured={lines.data} services={state.services ?? []} state={state} set={set} range={range} />
      )}
      <div className={styles.table}>
        <FiguresTable
          label="Services"
          name="Service"
          rows={rows}
          state={state}
          set={set}
          renderName={(service) => <ServiceName service={service} />}
          hrefOf={(service) => monitorHref({ ...state, service, services: undefined, sort: undefined, uiFind: undefined })}
          selected={ticked}
          onSelect={(service, on) =>
            set((now) => {
              const others = (now.services ?? []).filter((other) => other !== service);
              const next = on ? [...others, service].slice(-MOST_LINES) : others;
              return { services: next.length === 0 ? undefined : next };
            })
          }
          note={noteOf(ticked.size, lined.length < services.length)}
        />
      </div>
    </>
  );
}

/** Services whose figures are asked for over time: of too many, those that most time is spent in, and the ticked ones. */
function linedServices(
  services: readonly string[],
  ticked: readonly string[] = NONE,
  whole: Measured | undefined,
): readonly string[] {
  if (services.length <= MOST_LINED) return services;
  if (!whole) return NONE;
  const first = tableOf(byService, whole, undefined, undefined).slice(0, MOST_LINED);
  return [...new Set([...first.map(({ key }) => key), ...ticked])];
}

function noteOf(ticked: number, isPart: boolean): string | undefined {
  const notes = [
    ticked === 0 ? 'Tick services to see them on one chart.' : '',
    isPart ? `Lines are drawn for the ${MOST_LINED} services that most time is spent in.` : '',
  ].filter(Boolean);
  return notes.length === 0 ? undefined : notes.join(' ');
}

function Sentence({ rows, quantile }: { rows: readonly Figures[]; quantile: string }) {
  const rate = rows.reduce((sum, row) => sum + row.rate, 0);
  const failing = rows.reduce((sum, row) => sum + row.rate * row.errors, 0);
  const worst = rows.reduce((found, row) => (row.errors > found.errors ? row : found));
  const first = rows[0];
  return (
    <AnswerLine>
      <strong>
        {count(rows.length)} {rows.length === 1 ? 'service' : 'services'}
      </strong>
      <span>{rateText(rate)} calls</span>
      <span className={failing > 0 ? styles.error : undefined}>{percent(rate === 0 ? 0 : failing / rate)} failed</span>
      {rows.length > 1 && (
        <span>
          most time: <span className="data">{first.key.slice(0, 80)}</span> ({percent(first.impact)} by p
          {Number(quantile) * 100})
        </span>
      )}
      {rows.length > 1 && worst.errors > 0 && (
        <span>
          most errors: <span className="data">{worst.key.slice(0, 80)}</span> ({percent(worst.errors)})
        </span>
      )}
    </AnswerLine>
  );
}
