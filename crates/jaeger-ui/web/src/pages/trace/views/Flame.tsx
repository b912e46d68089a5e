import { useCallback, useMemo, useRef, useState } from 'react';

import { rowOfSpanId, spanIdOf, Status } from '../../../model/columns';
import { heavyLayoutOf, sandwich, timeLayout } from '../../../model/flame';
import type { FlameLayout } from '../../../model/flame';
import { clip, count, duration, percent } from '../../../model/format';
import { Button } from '../../../ui/Button';
import { Empty } from '../../../ui/Empty';
import { Segmented } from '../../../ui/Segmented';
import type { ViewProps } from '../view';
import { FigureTable } from './FigureTable';
import flame from './Flame.module.css';
import { FlameChart } from './flame/FlameChart';
import { frameFigures, framesOfRows, heaviestFrame, marksOfRows, nodesOfRows } from './flame/frames';
import { LANE } from './flame/paint';
import type { FrameNames } from './flame/paint';
import styles from './views.module.css';

type Range = [from: number, to: number];
const MODES = [
  { value: 'time', label: 'By time' },
  { value: 'heavy', label: 'Left-heavy' },
  { value: 'sandwich', label: 'Callers and callees' },
];

/** One chart of the view: boxes, what they stand for, and what is said of them. */
interface Chart {
  id: string;
  label: string;
  layout: FlameLayout;
  names: FrameNames;
  parent?: Int32Array;
  upward?: boolean;
  matches?: Uint8Array;
  marked?: Uint8Array;
  describe(rect: number): string;
  /** A span that the box stands for. */
  rowOf(rect: number): number;
}

export default function Flame({ trace, state, set, matches, select }: ViewProps) {
  const { model } = trace;
  const { columns, derived } = model;
  const mode = state.fl;
  const { tree, layout: heavy } = useMemo(() => heavyLayoutOf(model), [model]);
  const figures = useMemo(() => frameFigures(model, tree), [model, tree]);
  const byTime = useMemo(() => (mode === 'time' ? timeLayout(model) : undefined), [model, mode]);
  const selected = useMemo(() => (state.sel ? rowOfSpanId(columns, state.sel) : -1), [columns, state.sel]);
  const center = selected >= 0 ? tree.frame[tree.nodeOf[selected]] : heaviestFrame(figures);
  const split = useMemo(
    () => (mode === 'sandwich' && tree.count > 0 ? sandwich(tree, center) : undefined),
    [mode, tree, center],
  );
  const [pointedOut, setPointedOut] = useState(-1);
  const [focus, setFocus] = useState<{ chart: string; rect: number } | undefined>();
  const [zooms, setZooms] = useState<Range[]>([]);
  const readout = useRef<HTMLParagraphElement>(null);

  const charts = useMemo<Chart[]>(() => {
    const ofFrames = matches ? framesOfRows(tree, matches) : undefined;
    const byFrame = (id: string, label: string, layout: FlameLayout): Chart => ({
      id,
      label,
      layout,
      matches: ofFrames && Uint8Array.from(layout.frame, (frame) => ofFrames[frame]),
      marked: Uint8Array.from(layout.frame, (frame) => (frame === pointedOut ? 1 : 0)),
      names: {
        service: (rect) => figures[layout.frame[rect]].service,
        name: (rect) => figures[layout.frame[rect]].name,
        failed: (rect) => figures[layout.frame[rect]].errors > 0,
      },
      describe(rect) {
        const { service, name, self, total, spans, errors } = figures[layout.frame[rect]];
        const here = layout.x1[rect] - layout.x0[rect];
        const failed = errors > 0 ? ` · ${count(errors)} failed` : '';
        const share = percent(layout.width > 0 ? here / layout.width : 0);
        return `${clip(service, 80)}  ${clip(name, 120)} · ${duration(here)} here (${share}) · in all ${duration(total)}, self ${duration(self)} · ${count(spans)} spans${failed}`;
      },
      rowOf: (rect) => figures[layout.frame[rect]].firstRow,
    });
    if (byTime) {
      return [
        {
          id: 'time',
          label: 'Spans by time',
          layout: byTime,
          parent: columns.parent,
          matches: matches ? marksOfRows(columns.count, matches) : undefined,
          marked: pointedOut < 0 ? undefined
            : Uint8Array.from(byTime.frame, (row) => (tree.frame[tree.nodeOf[row]] === pointedOut ? 1 : 0)),
          names: {
            service: (row) => columns.services[columns.service[row]],
            name: (row) => columns.names[columns.name[row]],
            failed: (row) => columns.status[row] === Status.error,
          },
          describe(row) {
            const failed = columns.status[row] === Status.error ? ' · failed' : '';
            const [service, name] = [columns.services[columns.service[row]], columns.names[columns.name[row]]];
            return `${clip(service, 80)}  ${clip(name, 120)} · ${duration(columns.duration[row])}, self ${duration(derived.self[row])} · starts at ${duration(columns.start[row])}${failed}`;
          },
          rowOf: (row) => row,
        },
      ];
    }
    if (split) {
      return [
        { ...byFrame('callers', 'Callers', split.callers), upward: true },
        byFrame('callees', 'Callees', split.callees),
      ];
    }
    const chart = byFrame('heavy', 'Spans by path, the heaviest first', heavy);
    return [{ ...chart, parent: tree.parent, matches: matches ? nodesOfRows(tree, matches) : undefined }];
  }, [byTime, split, heavy, figures, tree, columns, derived, matches, pointedOut]);

  const focusedChart = charts.find(({ id }) => id === focus?.chart) ?? charts[0];
  const focused = focus && focus.chart === focusedChart.id ? focus.rect : mode === 'time' ? selected : -1;
  const said = focused >= 0 && focused < focusedChart.layout.x0.length ? focusedChart.describe(focused) : '';
  const latest = useRef(said);
  latest.current = said;
  const point = useCallback((chart: Chart, rect: number) => {
    if (readout.current) readout.current.textContent = rect >= 0 ? chart.describe(rect) : latest.current || HINT;
  }, []);

  const windowOf = ({ layout }: Chart): Range =>
    (mode === 'time' ? state.zoom : zooms.at(-1)) ?? [0, Math.max(1, layout.width)];

  function zoomTo(range: Range | undefined) {
    if (mode === 'time') set({ zoom: range });
    setZooms((before) => (range ? [...before, range] : before.slice(0, -1)));
  }

  function zoomIn({ layout }: Chart, rect: number) {
    const [from, to] = [layout.x0[rect], layout.x1[rect]];
    if (to > from && mode !== 'sandwich') zoomTo([from, to]);
  }

  function zoomOut() {
    const before = zooms.at(-2);
    if (mode === 'time') set({ zoom: before });
    setZooms((all) => all.slice(0, -1));
  }

  function changeMode(next: string) {
    setZooms([]);
    setFocus(undefined);
    set({ fl: next as ViewProps['state']['fl'] });
  }

  /** The frame of the selected span is in the middle, so that a link shows the same. */
  function putInMiddle(frame: number) {
    setZooms([]);
    setFocus(undefined);
    set({ fl: 'sandwich', sel: spanIdOf(columns, figures[frame].firstRow) });
  }

  if (columns.count === 0) return <Empty title="This trace has no spans" />;
  const isZoomed = mode === 'time' ? state.zoom !== undefined : zooms.length > 0;
  const chosen = focused >= 0 ? focusedChart.rowOf(focused) : -1;
  return (
    <section aria-label="Flame" className={styles.view}>
      <div className={styles.bar}>
        <Segmented label="Order" value={mode} onChange={changeMode} options={MODES} />
        <span className={styles.note}>{NOTES[mode]}</span>
        <span className={`${styles.labelled} ${styles.push}`}>
          {isZoomed && (
            <Button kind="quiet" icon="zoom-out" onClick={zoomOut}>
              Zoom out
            </Button>
          )}
          {mode !== 'sandwich' && (
            <Button
              kind="quiet"
              icon="swap"
              disabled={chosen < 0}
              onClick={() => putInMiddle(tree.frame[tree.nodeOf[chosen]])}
            >
              Callers and callees
            </Button>
          )}
          <Button icon="panel" disabled={chosen < 0} onClick={() => select(chosen)}>
            Open span
          </Button>
        </span>
      </div>
      <p ref={readout} aria-live="polite" className={flame.readout}>
        {said || HINT}
      </p>
      <div className={styles.content}>
        <div className={styles.main}>
          {charts.map((chart) => {
            const [from, to] = windowOf(chart);
            return (
              <div
                key={chart.id}
                className={chart.upward ? flame.callers : flame.chart}
                style={chart.upward ? { height: chart.layout.lanes * LANE + HEADING } : undefined}
              >
                {mode === 'sandwich' && <h2 className={flame.heading}>{chart.label}</h2>}
                <FlameChart
                  label={chart.label}
                  layout={chart.layout}
                  names={chart.names}
                  parent={chart.parent}
                  upward={chart.upward}
                  matches={chart.matches}
                  marked={chart.marked}
                  from={from}
                  to={to}
                  ruler={mode === 'time'}
                  focused={focusedChart === chart ? focused : -1}
                  onFocus={(rect) => setFocus({ chart: chart.id, rect })}
                  onPoint={(rect) => point(chart, rect)}
                  onZoom={(rect) => (mode === 'sandwich' ? putInMiddle(chart.layout.frame[rect]) : zoomIn(chart, rect))}
                  onZoomOut={zoomOut}
                />
              </div>
            );
          })}
        </div>
        <aside aria-label="Frames" className={styles.aside}>
          <FigureTable
            label="Frames"
            rows={figures}
            numberOf={({ frame }) => frame}
            onFocus={({ frame }) => setPointedOut(frame)}
            onOpen={({ frame }) => putInMiddle(frame)}
          />
        </aside>
      </div>
    </section>
  );
}

/** The line above a chart, and some air. */
const HEADING = 28;
const HINT = 'Point at a frame to read it here. Arrow keys move, Enter zooms in, Backspace zooms out.';

const NOTES = {
  time: 'Each span at its time.',
  heavy: 'Self times of equal paths added up: width is work, not time on the clock.',
  sandwich: 'Who calls the frame of the selected span, and what it calls.',
};
