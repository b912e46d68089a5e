import { useEffect, useRef, useState } from 'react';
import type { KeyboardEvent, PointerEvent } from 'react';
import { useLocation } from 'wouter';

import type { Overview } from '../../api/overview';
import type { TraceSummary } from '../../api/summaries';
import { useSettings } from '../../app/settings';
import { count, duration, time } from '../../model/format';
import { useCanvas } from '../../ui/useCanvas';
import { areaOf, dotOf, paintAxes, paintDots, paintHeat } from './paintPlot';
import type { Area } from './paintPlot';
import styles from './Plot.module.css';
import { clamp, durationAt, durationShare, threeFigures, timeAt, timeShare } from './region';
import type { Region, Scale } from './region';

export interface PlotProps {
  mode: 'heat' | 'dots';
  traces: readonly TraceSummary[];
  overview?: Overview;
  scale: Scale;
  region?: Region;
  hrefOf(trace: TraceSummary): string;
  onRegion(region: Region | undefined): void;
  /** Enter: the search is narrowed to the region. */
  onNarrow(): void;
}

/** Shares of the area: x from the left, y from below. */
interface Box {
  x: number;
  y: number;
  toX: number;
  toY: number;
}

const STEP = 0.02;
const MIDDLE: Box = { x: 0.45, y: 0.4, toX: 0.55, toY: 0.6 };

/** When traces started and how long they took. A part of it is chosen by dragging, or by arrow keys. */
export function Plot({ mode, traces, overview, scale, region, hrefOf, onRegion, onNarrow }: PlotProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const area = useRef<Area>({ left: 0, top: 0, width: 1, height: 1 });
  const zone = useSettings((state) => state.zone);
  const [, navigate] = useLocation();
  const [drag, setDrag] = useState<Box>();
  const [pointed, setPointed] = useState<TraceSummary>();
  const box = drag ?? (region && boxOf(scale, region));

  useCanvas(
    canvas,
    (ctx, width, height, palette) => {
      area.current = areaOf(width, height);
      paintAxes(ctx, area.current, scale, palette, zone);
      ctx.save();
      ctx.beginPath();
      ctx.rect(area.current.left, area.current.top, area.current.width, area.current.height);
      ctx.clip();
      if (mode === 'dots') paintDots(ctx, area.current, scale, traces, palette);
      else if (overview) paintHeat(ctx, area.current, scale, overview, palette);
      ctx.restore();
      if (!box) return;
      const { left, top, width: wide, height: high } = area.current;
      const x = left + wide * Math.min(box.x, box.toX);
      const y = top + high * (1 - Math.max(box.y, box.toY));
      ctx.fillStyle = palette.text;
      ctx.globalAlpha = 0.08;
      ctx.fillRect(x, y, wide * Math.abs(box.toX - box.x), high * Math.abs(box.toY - box.y));
      ctx.globalAlpha = 1;
      ctx.strokeStyle = palette.text;
      ctx.strokeRect(x + 0.5, y + 0.5, wide * Math.abs(box.toX - box.x) - 1, high * Math.abs(box.toY - box.y) - 1);
    },
    [mode, traces, overview, scale, zone, box?.x, box?.y, box?.toX, box?.toY],
  );

  useEffect(() => setPointed(undefined), [traces, mode]);

  function pointOf(event: PointerEvent): { x: number; y: number } {
    const bounds = event.currentTarget.getBoundingClientRect();
    const { left, top, width, height } = area.current;
    return {
      x: clamp((event.clientX - bounds.left - left) / width),
      y: clamp(1 - (event.clientY - bounds.top - top) / height),
    };
  }

  function nearest(event: PointerEvent): TraceSummary | undefined {
    if (mode !== 'dots') return undefined;
    const bounds = event.currentTarget.getBoundingClientRect();
    let found: TraceSummary | undefined;
    let best = 12;
    for (const trace of traces) {
      const { x, y } = dotOf(area.current, scale, trace);
      const distance = Math.hypot(event.clientX - bounds.left - x, event.clientY - bounds.top - y);
      if (distance < best) [found, best] = [trace, distance];
    }
    return found;
  }

  function onPointerUp(event: PointerEvent) {
    if (!drag) return;
    setDrag(undefined);
    const isClick = Math.abs(drag.toX - drag.x) * area.current.width < 4 && Math.abs(drag.toY - drag.y) * area.current.height < 4;
    if (!isClick) onRegion(regionOf(scale, drag));
    else {
      const trace = nearest(event);
      if (trace) navigate(hrefOf(trace));
      else onRegion(undefined);
    }
  }

  function onKeyDown(event: KeyboardEvent) {
    const at = box ?? MIDDLE;
    const factor = event.ctrlKey ? 5 : 1;
    // Of the heat map whole cells are chosen.
    const cells = mode === 'heat' ? overview : undefined;
    const dx = factor * (cells ? 1 / cells.columns : STEP);
    const dy = factor * (cells ? 1 / Math.max(1, cells.rowBounds.length - 1) : 2 * STEP);
    const move = { ArrowLeft: [-dx, 0], ArrowRight: [dx, 0], ArrowUp: [0, dy], ArrowDown: [0, -dy] }[event.key];
    if (move && !box) onRegion(regionOf(scale, MIDDLE));
    else if (move) onRegion(regionOf(scale, moved(at, move[0], move[1], event.shiftKey)));
    else if (event.key === 'Enter' && region) onNarrow();
    else if (event.key === 'Escape' && region) onRegion(undefined);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <div
      role="group"
      aria-label="Plot of start and duration. Arrow keys choose a part, with Shift they widen it, Enter narrows the search to it."
      tabIndex={0}
      className={`${styles.plot} ${pointed ? styles.opens : ''}`}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        const { x, y } = pointOf(event);
        setDrag({ x, y, toX: x, toY: y });
      }}
      onPointerMove={(event) => {
        if (drag) {
          const { x, y } = pointOf(event);
          setDrag({ ...drag, toX: x, toY: y });
        } else setPointed(nearest(event));
      }}
      onPointerUp={onPointerUp}
      onPointerCancel={() => setDrag(undefined)}
      onPointerLeave={() => setPointed(undefined)}
    >
      <canvas ref={canvas} aria-hidden="true" className={styles.canvas} />
      {pointed && !drag && (
        <p className={styles.readout} aria-hidden="true">
          {pointed.rootService} {pointed.rootName} · {time(pointed.startUnixNano, zone)} · {duration(pointed.durationNano)} ·{' '}
          {count(pointed.spans)} spans{pointed.errors > 0 ? ` · ${count(pointed.errors)} failed` : ''}
        </p>
      )}
    </div>
  );
}

function moved(box: Box, dx: number, dy: number, isWider: boolean): Box {
  if (isWider) return { ...box, toX: clamp(box.toX + dx), toY: clamp(box.toY + dy) };
  const byX = Math.min(Math.max(dx, -Math.min(box.x, box.toX)), 1 - Math.max(box.x, box.toX));
  const byY = Math.min(Math.max(dy, -Math.min(box.y, box.toY)), 1 - Math.max(box.y, box.toY));
  return { x: box.x + byX, toX: box.toX + byX, y: box.y + byY, toY: box.toY + byY };
}

function regionOf(scale: Scale, { x, y, toX, toY }: Box): Region {
  return {
    start: timeAt(scale, Math.min(x, toX)),
    end: timeAt(scale, Math.max(x, toX)),
    min: threeFigures(durationAt(scale, Math.min(y, toY)), Math.floor),
    max: threeFigures(durationAt(scale, Math.max(y, toY)), Math.ceil),
  };
}

function boxOf(scale: Scale, region: Region): Box {
  return {
    x: clamp(timeShare(scale, region.start)),
    toX: clamp(timeShare(scale, region.end)),
    y: clamp(durationShare(scale, region.min)),
    toY: clamp(durationShare(scale, region.max)),
  };
}
