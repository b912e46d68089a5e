import { useCallback, useMemo, useRef, useState } from 'react';

import { rowOfSpanId } from '../../../model/columns';
import { foldPaths } from '../../../model/paths';
import { Button } from '../../../ui/Button';
import { Empty } from '../../../ui/Empty';
import { Segmented } from '../../../ui/Segmented';
import type { ViewProps } from '../view';
import { FigureTable } from './FigureTable';
import flame from './Flame.module.css';
import { chartsOf, marksOfFrame } from './flame/charts';
import type { Chart, Folded } from './flame/charts';
import { FlameChart } from './flame/FlameChart';
import { frameFigures, frameOfRow, heaviestFrame } from './flame/frames';
import { movedTo } from './flame/geometry';
import { LANE } from './flame/paint';
import { LongWork } from './LongWork';
import { useLongWork } from './useLongWork';
import styles from './views.module.css';

type Mode = ViewProps['state']['fl'];
type Range = [from: number, to: number];

const MODES: { value: Mode; label: string }[] = [
  { value: 'time', label: 'By time' },
  { value: 'heavy', label: 'Left-heavy' },
  { value: 'sandwich', label: 'Callers and callees' },
];

const NOTES: Record<Mode, string> = {
  time: 'Each span at its time.',
  heavy: 'Self times of equal paths added up: width is work, not time on the clock.',
  sandwich: 'Who calls this frame, and what it calls. Press another to see it instead.',
};

const CRITICAL = 'Times on the critical path of equal paths added up: width is what the trace waited for.';

const NO_CHARTS: Chart[] = [];

const HINT = 'Point at a frame to read it here. Arrow keys move, Enter zooms in, Backspace zooms out.';
/** The line above a chart, and some air. */
const HEADING = 28;

export default function Flame(props: ViewProps) {
  const { model } = props.trace;
  const folded = useLongWork(
    model.columns.count,
    () => {
      const tree = foldPaths(model);
      return { model, tree, figures: frameFigures(model, tree) };
    },
    [model],
  );
  if (model.columns.count === 0) return <Empty title="This trace has no spans" />;
  return folded ? <FlameOf {...props} folded={folded} /> : <LongWork spans={model.columns.count} />;
}

function FlameOf({ trace, state, set, matches, select, folded }: ViewProps & { folded: Folded }) {
  const { columns } = trace.model;
  const mode = state.fl;
  const { tree, figures } = folded;
  const selected = useMemo(() => (state.sel ? rowOfSpanId(columns, state.sel) : -1), [columns, state.sel]);
  const usual = selected >= 0 ? frameOfRow(tree, selected) : heaviestFrame(figures);
  const center = mode !== 'sandwich' ? -1 : state.node !== undefined && state.node < figures.length ? state.node : usual;
  const isCritical = mode === 'heavy' && state.pills.includes('critical');
  const made = useLongWork(columns.count, () => chartsOf(folded, mode, center, isCritical), [folded, mode, center, isCritical]);
  const charts = made ?? NO_CHARTS;
  // Where nothing but the critical path is drawn there is no need to mark it.
  const marks = isCritical && !hasOtherFilters(state) ? null : matches;
  const found = useMemo(() => charts.map((chart) => marks && chart.marksOf(marks)), [charts, marks]);
  const [pointedOut, setPointedOut] = useState(-1);
  const marked = useMemo(() => charts.map((chart) => marksOfFrame(chart, pointedOut)), [charts, pointedOut]);
  const [focus, setFocus] = useState<{ chart: string; rect: number } | undefined>();
  const [zooms, setZooms] = useState<Range[]>([]);
  /** Frames that were in the middle before; undefined for the usual one. */
  const [middles, setMiddles] = useState<(number | undefined)[]>([]);
  const readout = useRef<HTMLParagraphElement>(null);

  const focusedChart = charts.find(({ id }) => id === focus?.chart) ?? charts.at(0);
  const wanted = focus?.chart === focusedChart?.id ? (focus?.rect ?? -1) : mode === 'time' ? selected : -1;
  const focused = focusedChart && wanted < focusedChart.layout.x0.length ? wanted : -1;
  const said = focusedChart && focused >= 0 ? focusedChart.describe(focused) : HINT;
  const latest = useRef(said);
  latest.current = said;
  const point = useCallback((chart: Chart, rect: number) => {
    if (readout.current) readout.current.textContent = rect >= 0 ? chart.describe(rect) : latest.current;
  }, []);

  const zoomed = mode === 'time' ? state.zoom : state.flameZoom;
  const chosen = focusedChart && focused >= 0 ? focusedChart.rowOf(focused) : -1;

  function zoomIn({ layout }: Chart, rect: number) {
    const range: Range = [layout.x0[rect], layout.x1[rect]];
    if (range[1] <= range[0]) return;
    setZooms((before) => [...before, range]);
    zoomTo(range);
  }

  function zoomOut() {
    if (mode === 'sandwich') {
      if (middles.length === 0) return;
      change('sandwich', middles.at(-1));
      setMiddles(middles.slice(0, -1));
      return;
    }
    setZooms((before) => before.slice(0, -1));
    zoomTo(zooms.at(-2));
  }

  function zoomTo(range: Range | undefined) {
    set(mode === 'time' ? { zoom: range } : { flameZoom: range });
  }

  /** Keys may lead out of what is in sight: it moves along. */
  function focusOn(chart: Chart, rect: number) {
    setFocus({ chart: chart.id, rect });
    const range = zoomed && movedTo(zoomed, chart.layout.x0[rect], chart.layout.x1[rect]);
    if (range && range !== zoomed) zoomTo(range);
  }

  function change(fl: Mode, node?: number) {
    setZooms([]);
    setFocus(undefined);
    set({ fl, node, flameZoom: undefined }, { push: true });
  }

  function putInMiddle(frame: number) {
    if (frame === center) return;
    setMiddles(mode === 'sandwich' ? [...middles, state.node] : []);
    change('sandwich', frame);
  }

  return (
    <section aria-label="Flame" className={styles.view}>
      <div className={styles.bar}>
        <Segmented label="Order" value={mode} onChange={(value) => change(value as Mode)} options={MODES} />
        <span className={styles.note}>{isCritical ? CRITICAL : NOTES[mode]}</span>
        <span className={`${styles.labelled} ${styles.push}`}>
          {mode === 'sandwich'
            ? middles.length > 0 && (
                <Button kind="quiet" icon="arrow-left" onClick={zoomOut}>
                  Back
                </Button>
              )
            : zoomed && (
                <Button kind="quiet" icon="zoom-out" onClick={zoomOut}>
                  Zoom out
                </Button>
              )}
          {mode !== 'sandwich' && (
            <Button
              kind="quiet"
              icon="swap"
              disabled={chosen < 0}
              onClick={() => putInMiddle(frameOfRow(tree, chosen))}
            >
              Its callers and callees
            </Button>
          )}
          <Button icon="panel" disabled={chosen < 0} onClick={() => select(chosen)}>
            Open span
          </Button>
        </span>
      </div>
      <p ref={readout} aria-live="polite" className={flame.readout}>
        {said}
      </p>
      <div className={styles.content}>
        <div className={styles.main}>
          {made === undefined && <LongWork spans={columns.count} />}
          {charts.map((chart, at) => (
            <div
              key={chart.id}
              className={chart.upward ? flame.callers : flame.chart}
              style={chart.upward ? { height: chart.layout.lanes * LANE + HEADING } : undefined}
            >
              {charts.length > 1 && <h2 className={flame.heading}>{chart.label}</h2>}
              <FlameChart
                label={chart.label}
                layout={chart.layout}
                names={chart.names}
                parent={chart.parent}
                upward={chart.upward}
                matches={found[at] ?? undefined}
                marked={marked[at]}
                from={zoomed?.[0] ?? 0}
                to={zoomed?.[1] ?? Math.max(1, chart.layout.width)}
                ruler={mode === 'time'}
                focused={focusedChart === chart ? focused : -1}
                onFocus={(rect) => focusOn(chart, rect)}
                onPoint={(rect) => point(chart, rect)}
                onZoom={(rect) => (mode === 'sandwich' ? putInMiddle(chart.frameOf(rect)) : zoomIn(chart, rect))}
                onZoomOut={zoomOut}
              />
            </div>
          ))}
        </div>
        <aside aria-label="Frames" className={styles.aside}>
          <FigureTable
            label="Frames"
            rows={figures}
            numberOf={({ frame }) => frame}
            sort={state.sort}
            onSort={(sort) => set({ sort })}
            onFocus={({ frame }) => setPointedOut(frame)}
            onOpen={({ frame }) => putInMiddle(frame)}
          />
        </aside>
      </div>
    </section>
  );
}

function hasOtherFilters({ uiFind, filter, services, svcFilter, pills }: ViewProps['state']): boolean {
  return pills.length > 1 || [uiFind, filter, services, svcFilter].some((set) => set !== undefined);
}
