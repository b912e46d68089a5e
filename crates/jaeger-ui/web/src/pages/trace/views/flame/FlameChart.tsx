import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { KeyboardEvent, PointerEvent } from 'react';

import type { FlameLayout } from '../../../../model/flame';
import { useCanvas } from '../../../../ui/useCanvas';
import { useSize } from '../../../../ui/useSize';
import styles from './FlameChart.module.css';
import { type Direction, neighbour, rectAt } from './geometry';
import { type FlameScene, type FrameNames, LANE, laneTop, paintFlame, RULER } from './paint';

export interface FlameChartProps {
  label: string;
  layout: FlameLayout;
  names: FrameNames;
  /** Which frame is above which, where lanes alone do not say. */
  parent?: Int32Array;
  /** ns at the left and right edge. */
  from: number;
  to: number;
  upward?: boolean;
  ruler?: boolean;
  matches?: Uint8Array;
  marked?: Uint8Array;
  /** The box that keys act on; -1 for none. */
  focused: number;
  onFocus(rect: number): void;
  /** Told what the pointer is over, -1 for nothing. Not kept as state: it changes with every move. */
  onPoint(rect: number): void;
  onZoom(rect: number): void;
  onZoomOut(): void;
}

const KEYS: Record<string, Direction> = { ArrowUp: 'up', ArrowDown: 'down', ArrowLeft: 'left', ArrowRight: 'right' };

/** Boxes in lanes. What they say stands in the line above and in the table beside. */
export function FlameChart(props: FlameChartProps) {
  const { label, layout, names, parent, from, to, upward = false, ruler = false, matches, marked, focused } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const hover = useRef<HTMLDivElement>(null);
  const { width, height } = useSize(scroller);
  const [scrolled, setScrolled] = useState(0);
  const scene = useMemo<FlameScene>(
    () => ({ layout, names, from, to, scrolled, upward, ruler, matches, marked }),
    [layout, names, from, to, scrolled, upward, ruler, matches, marked],
  );
  useCanvas(canvas, (ctx, wide, high, palette) => paintFlame(ctx, wide, high, palette, scene), [scene]);

  const full = layout.lanes * LANE + (ruler ? RULER : 0);

  // Callers grow upwards: what they lead to is at the bottom.
  useLayoutEffect(() => {
    if (upward && scroller.current) scroller.current.scrollTop = full;
  }, [upward, full]);

  useEffect(() => {
    const element = scroller.current;
    if (!element || focused < 0 || focused >= layout.lane.length) return;
    const head = ruler ? RULER : 0;
    const top = laneTop({ ...scene, scrolled: 0 }, layout.lane[focused]) - head;
    if (top < element.scrollTop) element.scrollTop = top;
    const least = top + LANE + head - element.clientHeight;
    if (least > element.scrollTop) element.scrollTop = least;
    // Scrolling by hand must not bring the box back, so the scene is left out.
  }, [focused, layout]);

  // Boxes move away from below the pointer when the window changes.
  useLayoutEffect(() => {
    if (hover.current) hover.current.hidden = true;
  }, [scene]);

  function rectUnder(event: PointerEvent | React.MouseEvent): number {
    const box = canvas.current?.getBoundingClientRect();
    if (!box || width === 0) return -1;
    const fromTop = event.clientY - box.top - (ruler ? RULER : 0);
    if (ruler && fromTop < 0) return -1;
    const place = Math.floor((fromTop + scrolled) / LANE);
    const perPixel = (to - from) / width;
    const x = from + (event.clientX - box.left) * perPixel;
    return rectAt(layout, upward ? layout.lanes - 1 - place : place, x, 3 * perPixel);
  }

  function point(rect: number) {
    props.onPoint(rect);
    const outline = hover.current;
    if (!outline) return;
    outline.hidden = rect < 0;
    if (rect >= 0) Object.assign(outline.style, outlineOf(rect));
  }

  function outlineOf(rect: number): { left: string; top: string; width: string; height: string } {
    const scale = width / (to - from);
    const left = Math.max(0, (layout.x0[rect] - from) * scale);
    const right = Math.min(width, (layout.x1[rect] - from) * scale);
    const top = laneTop({ ...scene, scrolled: 0 }, layout.lane[rect]);
    return { left: `${left}px`, top: `${top}px`, width: `${Math.max(3, right - left - 1)}px`, height: `${LANE - 1}px` };
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const flipped: Record<Direction, Direction> = { up: 'down', down: 'up', left: 'left', right: 'right' };
    const direction = KEYS[event.key];
    if (direction) {
      const next = focused < 0 ? 0 : neighbour(layout, focused, upward ? flipped[direction] : direction, parent);
      if (next >= 0) props.onFocus(next);
    } else if (event.key === 'Enter' && focused >= 0) props.onZoom(focused);
    else if (event.key === 'Backspace') props.onZoomOut();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  const hasFocused = focused >= 0 && focused < layout.x0.length;
  const isInWindow = hasFocused && layout.x1[focused] >= from && layout.x0[focused] <= to;
  return (
    <div
      ref={scroller}
      role="application"
      aria-roledescription="flame chart"
      aria-label={label}
      tabIndex={0}
      className={styles.chart}
      onScroll={(event) => setScrolled(event.currentTarget.scrollTop)}
      onKeyDown={onKeyDown}
      onPointerMove={(event) => point(rectUnder(event))}
      onPointerLeave={() => point(-1)}
      onClick={(event) => {
        const rect = rectUnder(event);
        if (rect < 0) return;
        props.onFocus(rect);
        props.onZoom(rect);
      }}
    >
      <div className={styles.lanes} style={{ height: full }}>
        <canvas ref={canvas} aria-hidden="true" className={styles.canvas} style={{ height }} />
        <div ref={hover} hidden className={styles.hover} />
        {isInWindow && width > 0 && <div className={styles.focused} style={outlineOf(focused)} />}
      </div>
    </div>
  );
}
