import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { ReactNode } from 'react';

import { config } from '../../../app/config';
import { palette, usePalette } from '../../../ui/palette';
import { Splitter } from '../../../ui/Splitter';
import { useSize } from '../../../ui/useSize';
import type { Work } from '../work';
import { prepare } from '../../../ui/canvas';
import { criticalByRow } from './criticalByRow';
import { layoutOf, RowGeometry } from './geometry';
import { LEAST, useNameWidth } from './nameWidth';
import { paintRows } from './paint';
import { Rows } from './Rows';
import { Ruler } from './Ruler';
import type { Scene } from './scene';
import styles from './Timeline.module.css';
import { useCarried } from './useCarried';
import { useEventTimes } from './useEventTimes';
import { useGrid } from './useGrid';
import { useHoverLine } from './useHoverLine';
import { useViewport } from './useViewport';

const PAUSE_MS = 150;

export interface TimelineProps {
  work: Work;
  stacked: boolean;
  /** What stands below the open span's row, when the detail is not beside the timeline. */
  inline: ReactNode;
}

/** Spans as rows of a tree, with their bars over a common axis of time. */
export function Timeline({ work, stacked, inline }: TimelineProps) {
  const { model, codes, folded, gaps, scale, rules, colors, matches, selected, scrolled } = work;
  const frame = useRef<HTMLDivElement>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const layer = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const { width, height } = useSize(scroller);
  const name = useNameWidth(width);
  // Without bars the names have all the room.
  const hasBars = work.state.bars;
  const isStacked = stacked && hasBars;
  const nameWidth = stacked || !hasBars ? width : name.value;
  const layout = useMemo(() => layoutOf(width, nameWidth, isStacked), [width, nameWidth, isStacked]);

  const opened = useMemo(() => (inline === null ? -1 : codes.indexOf(selected)), [inline, codes, selected]);
  const [inlineHeight, setInlineHeight] = useState(0);
  const geometry = useMemo(() => {
    const inset = opened < 0 ? undefined : { position: opened, height: inlineHeight };
    return new RowGeometry(codes.length, layout.rowHeight, inset);
  }, [codes, layout.rowHeight, opened, inlineHeight]);

  const critical = useMemo(() => (config().criticalPathEnabled ? criticalByRow(model) : undefined), [model]);
  const [inSight, setInSight] = useState<readonly [first: number, end: number]>([0, 0]);
  const eventTimes = useEventTimes(work, inSight[0], inSight[1]);
  const carried = useCarried(work, inSight[0], inSight[1]);
  const found = useMemo(() => marks(model.columns.count, matches.found), [model, matches.found]);
  const colorsNow = usePalette();
  const paints = useMemo(() => colors.paint(colorsNow), [colors, colorsNow]);
  const scene: Scene = {
    model, codes, groups: folded, gaps, scale, layout, geometry, rules, critical, colors, kept: matches.kept, found,
    selected, eventTimes, carried,
  };
  const viewport = useViewport(scroller, scrolled, height, geometry, (offset) => {
    if (layer.current) layer.current.style.transform = `translateY(${-offset}px)`;
    if (!canvas.current) return;
    const ctx = prepare(canvas.current, layout.barsWidth, height);
    if (ctx) paintRows(ctx, height, palette(), scene, paints, offset);
  });
  const { showOpen, first, end } = viewport;
  // As it was left, for another view or because more spans have come.
  useLayoutEffect(() => {
    if (scroller.current === null || scrolled.current === 0) return;
    scroller.current.scrollTop = scrolled.current;
    scrolled.current = scroller.current.scrollTop;
  }, [scrolled]);
  useEffect(() => {
    // Not at each step of scrolling.
    const timer = setTimeout(() => setInSight([first, end]), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [first, end]);
  useEffect(() => {
    if (opened >= 0 && inlineHeight > 0) showOpen(opened);
    // Not when rows above are folded or scrolled, only for another span or for more of it.
  }, [selected, inlineHeight > 0]);
  const grid = useGrid(work, viewport, layer, height > 0);
  const hover = useHoverLine(layout, scale, frame);

  const positions = useMemo(
    () => windowOf(first, end, [grid.active, opened], codes.length),
    [first, end, grid.active, opened, codes],
  );
  useEffect(() => {
    if (codes.length > 0 && height > 0) performance.mark('trace:interactive');
  }, [codes.length > 0, height > 0]);

  return (
    <div ref={frame} className={`${styles.timeline} ${isStacked ? styles.stacked : ''}`}>
      {!stacked && <Ruler work={work} layout={layout} />}
      <div ref={scroller} data-scroller className={styles.scroller} onScroll={viewport.onScroll}>
        <div style={{ height: Math.max(geometry.scrollHeight, height) }}>
          <div className={styles.window} style={{ height }} onPointerMove={hover.onMove} onPointerLeave={hover.onLeave}>
            <div
              ref={layer}
              role="treegrid"
              aria-label="Spans"
              aria-rowcount={codes.length}
              aria-colcount={1}
              className={styles.layer}
              onClick={grid.onClick}
              onKeyDown={grid.onKeyDown}
            >
              <Rows
                work={work}
                layout={layout}
                geometry={geometry}
                positions={positions}
                active={grid.active}
                found={found}
                carried={carried}
                nameWidth={nameWidth}
              />
              {opened >= 0 && (
                <Inline top={geometry.top(opened) + layout.rowHeight} onHeight={setInlineHeight}>
                  {inline}
                </Inline>
              )}
            </div>
            <canvas
              ref={canvas}
              aria-hidden="true"
              className={styles.canvas}
              style={{ left: layout.barsLeft, width: layout.barsWidth, height }}
            />
            <div data-hover-line className={styles.hoverLine} />
          </div>
        </div>
      </div>
      {!stacked && hasBars && (
        <div className={opened < 0 ? styles.splitter : styles.shortSplitter} style={{ left: name.value }}>
          <Splitter
            label="Width of the names"
            orientation="vertical"
            value={name.value}
            min={LEAST}
            max={name.max}
            onChange={name.change}
          />
        </div>
      )}
    </div>
  );
}

/** The detail below its row, as a row of its own. */
function Inline({ top, onHeight, children }: { top: number; onHeight(height: number): void; children: ReactNode }) {
  const box = useRef<HTMLDivElement>(null);
  const { height } = useSize(box);
  useEffect(() => {
    onHeight(height);
    return () => onHeight(0);
  }, [height, onHeight]);
  return (
    <div role="row" className={styles.inline} style={{ top }}>
      <div role="gridcell" ref={box} onClick={(event) => event.stopPropagation()}>
        {children}
      </div>
    </div>
  );
}

/** The rows in sight, and those that must stay in the page because the keyboard or a detail is there. */
function windowOf(first: number, end: number, others: readonly number[], count: number): number[] {
  const positions = new Set<number>(others.filter((at) => at >= 0 && at < count));
  for (let at = first; at < end; at++) positions.add(at);
  return [...positions].sort((a, b) => a - b);
}

function marks(count: number, rows: Uint32Array | null): Uint8Array | undefined {
  if (rows === null) return undefined;
  const marked = new Uint8Array(count);
  for (const row of rows) marked[row] = 1;
  return marked;
}
