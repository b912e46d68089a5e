import { lazy, Suspense, useMemo, useRef, useState } from 'react';

import { aligned, lastValue, maxValue, minValue } from '../../../model/series';
import { IconButton } from '../../../ui/IconButton';
import type { Range } from '../times';
import { unitText } from '../words';
import type { Unit } from '../words';
import styles from './Chart.module.css';
import { ChartTable } from './ChartTable';
import type { ChartLine } from './line';

/** The drawing comes with a library that only this page needs. */
const Plot = lazy(() => import('./Plot'));

export interface ChartProps {
  title: string;
  unit: Unit;
  lines: readonly ChartLine[];
  range: Range;
  onZoom(start: number, end: number): void;
}

/** Lines over time with their latest values, and a table of the same numbers. */
export function Chart({ title, unit, lines, range, onZoom }: ChartProps) {
  const [asTable, setAsTable] = useState(false);
  const legend = useRef<HTMLUListElement>(null);
  const data = useMemo(() => aligned(lines.flatMap(({ series }) => series ?? [])), [lines]);
  const shown = useMemo(() => lines.filter(({ series }) => series !== undefined), [lines]);

  /** Written to the page by hand: a render for each move of the pointer would be too slow. */
  function onPoint(index: number | null) {
    const cells = legend.current?.querySelectorAll('[data-value]') ?? [];
    for (const [at, cell] of cells.entries()) {
      const value = index === null ? lastValue(shown[at]?.series) : data.values[at]?.[index];
      cell.textContent = unitText(unit, value ?? null);
    }
  }

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
              <span data-value="">{unitText(unit, lastValue(line.series))}</span>
            </li>
          ))}
        </ul>
        <IconButton icon="table" label={`${title} as a table`} pressed={asTable} onClick={() => setAsTable(!asTable)} />
      </header>
      <div className={styles.body}>
        {isEmpty && <p className={styles.empty}>No calls in this time</p>}
        {!isEmpty && asTable && (
          <ChartTable title={title} unit={unit} lines={shown} times={data.times} values={data.values} />
        )}
        {!isEmpty && !asTable && (
          <Suspense fallback={null}>
            <Plot
              unit={unit}
              lines={shown}
              times={data.times}
              values={data.values}
              range={range}
              onPoint={onPoint}
              onZoom={onZoom}
            />
          </Suspense>
        )}
      </div>
    </section>
  );
}

function summary({ label, series }: ChartLine, unit: Unit): string {
  const [least, most] = [minValue(series), maxValue(series)];
  return `${label.slice(0, 100)}: ${unitText(unit, least)} to ${unitText(unit, most)}`;
}
