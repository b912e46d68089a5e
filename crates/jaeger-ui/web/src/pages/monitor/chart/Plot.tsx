import 'uplot/dist/uPlot.min.css';

import { useEffect, useRef } from 'react';
import UPlot from 'uplot';

import { useSettings } from '../../../app/settings';
import { usePalette } from '../../../ui/palette';
import { useSize } from '../../../ui/useSize';
import type { Range } from '../times';
import { unitText } from '../words';
import type { Unit } from '../words';
import type { ChartLine } from './line';
import styles from './Plot.module.css';

export interface PlotProps {
  unit: Unit;
  lines: readonly ChartLine[];
  times: readonly number[];
  values: readonly (number | null)[][];
  range: Range;
  /** The index of the time under the pointer. */
  onPoint(index: number | null): void;
  /** A stretch was dragged over. */
  onZoom(start: number, end: number): void;
  /** A point in time was pressed. */
  onPick?(index: number): void;
}

/** Charts with one key point at the same time. */
const SYNC = 'monitor';
const LEAST_DRAG = 8;

/** The drawing of a chart. What it says stands in the legend and in the table. */
export default function Plot(props: PlotProps) {
  const { unit, lines, times, values, range } = props;
  const box = useRef<HTMLDivElement>(null);
  const { width, height } = useSize(box);
  const colors = usePalette();
  const zone = useSettings((state) => state.zone);
  const latest = useRef(props);
  latest.current = props;

  useEffect(() => {
    const element = box.current;
    if (!element || width === 0 || height === 0) return;
    const axis: UPlot.Axis = {
      stroke: colors.muted,
      font: colors.font(11),
      grid: { stroke: colors.line, width: 1 },
      ticks: { show: false },
    };
    let isDrag = false;
    const tokens = getComputedStyle(document.documentElement);
    const options: UPlot.Options = {
      width,
      height,
      ms: 1,
      tzDate: (ms) => (zone === 'local' ? new Date(ms) : UPlot.tzDate(new Date(ms), zone === 'UTC' ? 'Etc/UTC' : zone)),
      legend: { show: false },
      cursor: { sync: { key: SYNC }, drag: { x: true, y: false, setScale: false }, points: { size: 6 } },
      scales: {
        x: { time: true, range: () => [range.start, range.end] },
        // From nothing, so that the height of a line says how much it is.
        y: { range: (_, __, most) => [0, most > 0 ? most * 1.08 : 1] },
      },
      axes: [
        { ...axis, size: 36, values: TIME_FORMATS },
        { ...axis, size: 56, values: (_, marks) => marks.map((value) => (value === 0 ? '0' : unitText(unit, value))) },
      ],
      series: [
        {},
        ...lines.map(({ label, color, dash, width: stroke = 1.5 }): UPlot.Series => ({
          label,
          stroke: tokens.getPropertyValue(color).trim(),
          width: stroke,
          dash: dash && dash.length > 0 ? [...dash] : undefined,
          spanGaps: true,
          points: { size: 4 },
        })),
      ],
      hooks: {
        setCursor: [(plot) => latest.current.onPoint(plot.cursor.idx ?? null)],
        setSelect: [
          (plot) => {
            isDrag = plot.select.width >= LEAST_DRAG;
            if (!isDrag) return;
            const at = (x: number) => Math.round(plot.posToVal(x, 'x'));
            const [start, end] = [at(plot.select.left), at(plot.select.left + plot.select.width)];
            plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
            latest.current.onZoom(start, end);
          },
        ],
      },
    };
    const plot = new UPlot(options, [[...times], ...values.map((row) => [...row])], element);
    plot.over.addEventListener('pointerdown', () => {
      isDrag = false;
    });
    plot.over.addEventListener('click', () => {
      const { idx } = plot.cursor;
      if (!isDrag && typeof idx === 'number') latest.current.onPick?.(idx);
    });
    return () => plot.destroy();
  }, [width, height, colors, zone, unit, lines, times, values, range.start, range.end]);

  return <div ref={box} className={`${styles.plot} ${props.onPick ? styles.picks : ''}`} aria-hidden="true" />;
}

/** How much time lies between marks (ms), how they are called, and when the day stands below. */
const TIME_FORMATS: (string | number | null)[][] = [
  [86_400_000, '{DD} {MMM}', null, null, null, null, null, null, 1],
  [60_000, '{HH}:{mm}', '\n{DD} {MMM}', null, null, null, null, null, 1],
  [1000, '{HH}:{mm}:{ss}', null, null, null, null, null, null, 1],
];
