import { useMemo, useRef, useState } from 'react';
import { useLocation } from 'wouter';

import { lazyPage } from '../../../app/lazyPage';
import { useSettings } from '../../../app/settings';
import { time } from '../../../model/format';
import { aligned, lastSeen, maxValue, minValue } from '../../../model/series';
import { IconButton } from '../../../ui/IconButton';
import type { Range } from '../times';
import { unitText } from '../words';
import type { Unit } from '../words';
import styles from './Chart.module.css';
import { ChartTable } from './ChartTable';
import type { ChartLine } from './line';

/** The drawing comes with a library that only this page needs. */
const Plot = lazyPage(() => import('./Plot'), null);

export interface ChartProps {
  title: string;
  unit: Unit;
  lines: readonly ChartLine[];
  range: Range;
  onZoom(start: number, end: number): void;
  /** Where a point in time (ms) leads: the traces behind it. */
  hrefAt?(time: number): string;
}

/** Lines over time with their latest values, and a table of the same numbers. */
export function Chart({ title, unit, lines, range, onZoom, hrefAt }: ChartProps) {
  const [asTable, setAsTable] = useState(false);
  const zone = useSettings((state) => state.zone);
  const [, navigate] = useLocation();
  const legend = useRef<HTMLUListElement>(null);
  const data = useMemo(() => aligned(lines.flatMap(({ series }) => series ?? [])), [lines]);
  const shown = useMemo(() => lines.filter(({ series }) => series !== undefined), [lines]);

  /** Written to the page by hand: a render for each move of the pointer would be too slow. */
  function onPoint(index: number | null) {
    const cells = legend.current?.querySelectorAll('[data-value]') ?? [];
    for (const [at, cell] of cells.entries()) {
      const value = index === null ? lastSeen(shown[at]?.series, unit === 'rate')?.value : data.values[at]?.[index];
      cell.textContent = unitText(unit, value ?? null);
    }
    const note = legend.current?.querySelector('[data-when]');
    if (note) note.textContent = index === null ? since : clockText(data.times[index], zone);
  }

  const since = lastText(shown, unit, zone);
  const isEmpty = data.times.length === 0;
  return (
    <section className={styles.chart} aria-label={title}>
      <header className={styles.head}>
        <h2 className={styles.title}>{title}</h2>
        <ul role="list" ref={legend} className={styles.legend}>
          {shown.map((line) => (
            <li key={line.label} className={styles.entry} title={summary(line, unit)}>
              <svg width="18" height="8" aria-hidden="true" className={styles.swatch}>
                <path
                  d="M0,4H18"
                  stroke={`var(${line.color})`}
                  strokeWidth={Math.max(line.width ?? 1.5, 1.5)}
                  strokeDasharray={line.dash?.join(' ')}
                />
              </svg>
              <span className={styles.label}>{line.label.slice(0, 60)}</span>
              <span data-value="">{unitText(unit, lastSeen(line.series, unit === 'rate')?.value ?? null)}</span>
            </li>
          ))}
          <li data-when="" className={styles.when}>
            {since}
          </li>
        </ul>
        <IconButton icon="table" label={`${title} as a table`} pressed={asTable} onClick={() => setAsTable(!asTable)} />
      </header>
      <div className={styles.body}>
        {isEmpty && <p className={styles.empty}>No calls in this time</p>}
        {!isEmpty && asTable && (
          <ChartTable title={title} unit={unit} lines={shown} times={data.times} values={data.values} hrefAt={hrefAt} />
        )}
        {!isEmpty && !asTable && (
          <Plot
            unit={unit}
            lines={shown}
            times={data.times}
            values={data.values}
            range={range}
            onPoint={onPoint}
            onZoom={onZoom}
            onPick={hrefAt && ((index) => navigate(hrefAt(data.times[nearestFilled(data.values, index)])))}
          />
        )}
      </div>
    </section>
  );
}

/** When there were calls last, if that is not now: what the legend says is of that time. */
function lastText(lines: readonly ChartLine[], unit: Unit, zone: string): string {
  let last = -Infinity;
  for (const { series } of lines) {
    const seen = lastSeen(series, unit === 'rate');
    if (seen === undefined) continue;
    if (seen.since === undefined) return '';
    last = Math.max(last, seen.since);
  }
  return last === -Infinity ? '' : `last seen ${clockText(last, zone)}`;
}

/** Between two points of a line lies time without calls: who presses there means one of them. */
function nearestFilled(values: readonly (number | null)[][], index: number): number {
  const isFilled = (at: number) => values.some((row) => row[at] !== null && row[at] !== undefined);
  const length = values[0]?.length ?? 0;
  for (let off = 0; off < length; off++) {
    if (isFilled(index - off)) return index - off;
    if (isFilled(index + off)) return index + off;
  }
  return index;
}

function clockText(ms: number, zone: string): string {
  return time(BigInt(ms) * 1_000_000n, zone).slice(0, 5);
}

function summary({ label, series }: ChartLine, unit: Unit): string {
  const [least, most] = [minValue(series), maxValue(series)];
  return `${label.slice(0, 100)}: ${unitText(unit, least)} to ${unitText(unit, most)}`;
}
