import { useMemo, useRef } from 'react';
import type { PointerEvent } from 'react';

import { duration } from '../../model/format';
import { useCanvas } from '../../ui/useCanvas';
import type { Palette } from '../../ui/useCanvas';
import { useSize } from '../../ui/useSize';
import styles from './Minimap.module.css';
import { binTrace } from './minimapBins';
import type { Bins } from './minimapBins';
import type { Work } from './work';
import { asState } from './zoom';
import { ZoomControls } from './ZoomControls';

const HEIGHT = 44;
/** Room for the marks of errors, below the lanes. */
const ERROR_HEIGHT = 5;
const LANE = 2;
const GRIP = 8;
const LEAST_DRAG = 4;

type Drag = { kind: 'range'; from: number } | { kind: 'edge'; edge: 0 | 1 };

/** The whole trace at a glance; a stretch of it is chosen by dragging, or by the controls beside it. */
export function Minimap({ work }: { work: Work }) {
  const { model, zoom, set } = work;
  const { durationNano, services } = model.columns;
  const box = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const band = useRef<HTMLDivElement>(null);
  const drag = useRef<Drag | null>(null);
  const { width } = useSize(box);
  const bins = useMemo(
    () => (width > 0 ? binTrace(model, width, Math.floor((HEIGHT - ERROR_HEIGHT) / LANE)) : undefined),
    [model, width],
  );
  useCanvas(canvas, (ctx, _width, height, palette) => bins && paint(ctx, height, palette, bins, services), [bins]);

  const whole = Math.max(durationNano, 1);
  const left = (zoom[0] / whole) * width;
  const right = (zoom[1] / whole) * width;
  const isZoomed = zoom[0] > 0 || zoom[1] < whole;
  const place = (event: PointerEvent) => {
    const x = event.clientX - (box.current?.getBoundingClientRect().left ?? 0);
    return Math.max(0, Math.min(width, x));
  };

  function onDown(event: PointerEvent) {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    const x = place(event);
    if (isZoomed && Math.abs(x - left) <= GRIP) drag.current = { kind: 'edge', edge: 0 };
    else if (isZoomed && Math.abs(x - right) <= GRIP) drag.current = { kind: 'edge', edge: 1 };
    else drag.current = { kind: 'range', from: x };
  }
  function onMove(event: PointerEvent) {
    const x = place(event);
    if (drag.current?.kind === 'edge') {
      const time = (x / width) * whole;
      const next: [number, number] = [zoom[0], zoom[1]];
      next[drag.current.edge] = time;
      // Beyond the other edge the two change their parts.
      if (next[0] > next[1]) drag.current = { kind: 'edge', edge: drag.current.edge === 0 ? 1 : 0 };
      set({ zoom: asState([Math.min(...next), Math.max(...next, Math.min(...next) + 1)], whole) });
    } else if (drag.current?.kind === 'range') {
      drawBand(drag.current.from, x);
    }
  }
  function onUp(event: PointerEvent) {
    const ended = drag.current;
    drag.current = null;
    drawBand(0, 0);
    if (ended?.kind !== 'range') return;
    const x = place(event);
    if (Math.abs(x - ended.from) < LEAST_DRAG) return;
    const from = (Math.min(x, ended.from) / width) * whole;
    const to = (Math.max(x, ended.from) / width) * whole;
    set({ zoom: asState([from, to], whole) }, { push: true });
  }
  function drawBand(a: number, b: number) {
    if (!band.current) return;
    band.current.style.opacity = Math.abs(a - b) < LEAST_DRAG ? '0' : '1';
    band.current.style.transform = `translateX(${Math.min(a, b)}px)`;
    band.current.style.width = `${Math.abs(a - b)}px`;
  }

  return (
    <div className={styles.minimap}>
      <div
        ref={box}
        className={styles.box}
        title="Drag to zoom"
        onPointerDown={onDown}
        onPointerMove={onMove}
        onPointerUp={onUp}
        onPointerCancel={() => {
          drag.current = null;
          drawBand(0, 0);
        }}
      >
        <canvas ref={canvas} aria-hidden="true" className={styles.canvas} />
        {isZoomed && (
          <>
            <div className={styles.outside} style={{ left: 0, width: left }} />
            <div className={styles.outside} style={{ left: right, right: 0 }} />
            <div className={styles.inside} style={{ left, width: Math.max(2, right - left) }} />
          </>
        )}
        <div ref={band} className={styles.band} />
        <span className={styles.end}>{duration(durationNano)}</span>
      </div>
      <ZoomControls work={work} />
    </div>
  );
}

function paint(ctx: CanvasRenderingContext2D, height: number, palette: Palette, bins: Bins, services: string[]): void {
  const room = height - ERROR_HEIGHT;
  const lane = room / bins.lanes;
  const thickness = Math.max(1, Math.min(4, lane > 3 ? lane - 1 : lane));
  const colors = services.map((service) => palette.service(service).color);
  runs(bins, bins.service, (value, at, from, to) => {
    ctx.fillStyle = colors[value - 1];
    ctx.fillRect(from, at * lane, to - from, thickness);
  });
  ctx.fillStyle = palette.error;
  runs(bins, bins.failed, (_value, at, from, to) => ctx.fillRect(from, at * lane, Math.max(2, to - from), thickness));
  // A mark below for each place where something failed, to be seen without colours too.
  for (let column = 0, last = -3; column < bins.width; column++) {
    if (bins.errors[column] === 0 || column - last < 3) continue;
    ctx.beginPath();
    ctx.moveTo(column, room);
    ctx.lineTo(column + 3, height);
    ctx.lineTo(column - 3, height);
    ctx.fill();
    last = column;
  }
}

/** Cells of the same value beside each other, as one. */
function runs(
  { width, lanes }: Bins,
  cells: Uint8Array | Uint16Array,
  use: (value: number, lane: number, from: number, to: number) => void,
): void {
  for (let lane = 0; lane < lanes; lane++) {
    let from = 0;
    for (let column = 1; column <= width; column++) {
      const value = cells[lane * width + from];
      if (column < width && cells[lane * width + column] === value) continue;
      if (value !== 0) use(value, lane, from, column);
      from = column;
    }
  }
}
