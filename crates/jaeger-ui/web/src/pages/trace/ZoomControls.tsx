import { useEffect, useState } from 'react';

import { duration, parseDuration } from '../../model/format';
import { Button } from '../../ui/Button';
import { IconButton } from '../../ui/IconButton';
import { Popover } from '../../ui/Popover';
import { TextField } from '../../ui/TextField';
import styles from './Minimap.module.css';
import { timeLabel } from './timeline/ticks';
import type { Work } from './work';
import { asState, zoomedBy } from './zoom';

/** Zooming without dragging. */
export function ZoomControls({ work }: { work: Work }) {
  const { model, zoom, set } = work;
  const whole = Math.max(model.columns.durationNano, 1);
  const isZoomed = zoom[0] > 0 || zoom[1] < whole;
  const text = windowText(zoom, isZoomed, whole);
  const by = (factor: number) => set({ zoom: asState(zoomedBy(zoom, factor, whole), whole) });
  return (
    <div className={styles.controls}>
      <div className={styles.buttons}>
        <IconButton icon="zoom-in" label="Zoom in (↑)" onClick={() => by(0.5)} />
        <IconButton icon="zoom-out" label="Zoom out (↓)" disabled={!isZoomed} onClick={() => by(2)} />
        <IconButton icon="fit" label="Whole trace (0)" disabled={!isZoomed} onClick={() => set({ zoom: undefined })} />
      </div>
      <Popover label={`${text}: window of time`} trigger={<span className={styles.window}>{text}</span>}>
        <WindowForm work={work} />
      </Popover>
    </div>
  );
}

function windowText(zoom: Work['zoom'], isZoomed: boolean, whole: number): string {
  if (!isZoomed) return `0 – ${duration(whole)}`;
  const label = (time: number) => timeLabel(time, (zoom[1] - zoom[0]) / 100);
  return `${label(zoom[0])} – ${label(zoom[1])}`;
}

function WindowForm({ work: { model, zoom, set } }: { work: Work }) {
  const whole = Math.max(model.columns.durationNano, 1);
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  useEffect(() => {
    setFrom(zoom[0] === 0 ? '0 ms' : duration(Math.round(zoom[0])));
    setTo(duration(Math.round(zoom[1])));
  }, [zoom]);
  const start = parseDuration(from);
  const end = parseDuration(to);
  const problem = (value: number | undefined) => (value === undefined ? 'A duration such as 1.2 s or 300 ms' : undefined);
  const order = start !== undefined && end !== undefined && start >= end ? 'Ends before it begins' : undefined;
  function apply() {
    if (start === undefined || end === undefined || start >= end) return;
    set({ zoom: asState([Math.min(start, whole - 1), Math.min(end, whole)], whole) }, { push: true });
  }
  return (
    <div className={styles.form}>
      <TextField label="From" value={from} onChange={setFrom} error={problem(start)} onEnter={apply} />
      <TextField label="To" value={to} onChange={setTo} error={problem(end) ?? order} onEnter={apply} />
      <Button kind="primary" onClick={apply}>
        Show
      </Button>
    </div>
  );
}
