import { useRef } from 'react';
import type { PointerEvent } from 'react';

import { useTerms } from '../../../app/config';
import { IconButton } from '../../../ui/IconButton';
import { collapseAll, expandAll } from '../folding';
import type { Work } from '../work';
import type { Layout } from './geometry';
import styles from './Timeline.module.css';
import { ticksOf } from './ticks';

/** Shorter drags are clicks. */
const LEAST_DRAG = 4;

/** What stands over the rows: what the columns are, and the axis of time, on which a stretch is chosen by dragging. */
export function Ruler({ work, layout }: { work: Work; layout: Layout }) {
  const { scale, model, set } = work;
  const { spanName } = useTerms();
  const axis = useRef<HTMLDivElement>(null);
  const range = useRef<HTMLDivElement>(null);
  const from = useRef<number | null>(null);
  const { axisStart, axisEnd } = layout;
  const inner = axisEnd - axisStart;

  const place = (event: PointerEvent) => event.clientX - (axis.current?.getBoundingClientRect().left ?? 0);
  function draw(a: number, b: number) {
    if (!range.current) return;
    range.current.style.opacity = Math.abs(a - b) < LEAST_DRAG ? '0' : '1';
    range.current.style.transform = `translateX(${Math.min(a, b)}px)`;
    range.current.style.width = `${Math.abs(a - b)}px`;
  }
  const timeAt = (x: number) => scale.invert(Math.min(1, Math.max(0, (x - axisStart) / inner)));
  function onUp(event: PointerEvent) {
    const start = from.current;
    from.current = null;
    draw(0, 0);
    if (start === null || Math.abs(place(event) - start) < LEAST_DRAG) return;
    const [a, b] = [timeAt(start), timeAt(place(event))];
    set({ zoom: [Math.min(a, b), Math.max(a, b, Math.min(a, b) + 1)] }, { push: true });
  }

  return (
    <div className={styles.ruler}>
      <div className={styles.rulerName} style={{ width: layout.barsLeft }}>
        <span className="cut">Service and {spanName.toLowerCase()}</span>
        <span className={styles.rulerTools}>
          <IconButton icon="collapse-all" label="Fold all (])" onClick={() => set(collapseAll())} />
          <IconButton icon="expand-all" label="Unfold all ([)" onClick={() => set(expandAll(model))} />
        </span>
      </div>
      <div
        ref={axis}
        hidden={!work.state.bars}
        className={styles.axis}
        title="Drag to zoom"
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          from.current = place(event);
        }}
        onPointerMove={(event) => {
          if (from.current !== null) draw(from.current, place(event));
        }}
        onPointerUp={onUp}
        onPointerCancel={() => {
          from.current = null;
          draw(0, 0);
        }}
      >
        {ticksOf(scale, inner).map((tick) => (
          <span key={tick.time} className={styles.tick} style={{ left: axisStart + tick.x * inner }}>
            {tick.label}
          </span>
        ))}
        <span data-hover-time className={styles.hoverTime} />
        <div ref={range} className={styles.range} />
      </div>
    </div>
  );
}
