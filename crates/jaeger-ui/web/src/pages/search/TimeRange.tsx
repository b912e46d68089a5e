import { useState } from 'react';

import { config } from '../../app/config';
import { useSettings } from '../../app/settings';
import { dateTime, zoneLabel } from '../../model/format';
import { fromWallClock, toWallClock } from '../../model/wallClock';
import { Button } from '../../ui/Button';
import { Popover } from '../../ui/Popover';
import { Select } from '../../ui/Select';
import { TextField } from '../../ui/TextField';
import { lookbackLabel, lookbackMicros, PRESETS } from '../../url/lookback';
import type { SearchState } from '../../url/search';
import { EarlierEnd } from './EarlierEnd';
import styles from './TimeRange.module.css';

export interface TimeRangeProps {
  state: SearchState;
  /** Microseconds. */
  range: { start: number; end: number };
  onChange(patch: Partial<SearchState>): void;
}

/** How far back, or from when to when. */
export function TimeRange({ state, range, onChange }: TimeRangeProps) {
  const most = lookbackMicros(config().search.maxLookback.value) ?? Infinity;
  const presets: string[] = PRESETS.filter((preset) => (lookbackMicros(preset) ?? 0) <= most);
  if (state.lookback !== 'custom' && !presets.includes(state.lookback)) presets.push(state.lookback);
  const options = [...presets, 'custom'].map((value) => ({ value, label: lookbackLabel(value) }));
  return (
    <div className={styles.range}>
      <div className={styles.lookback}>
        <Select
          label="Time range"
          hideLabel
          value={state.lookback}
          options={options}
          onChange={(lookback) => onChange(lookback === 'custom' ? { lookback, ...range } : { lookback })}
        />
      </div>
      {state.lookback === 'custom' ? (
        <CustomRange range={range} onChange={onChange} />
      ) : (
        <EarlierEnd onChange={() => onChange({ lookback: state.lookback })} />
      )}
    </div>
  );
}

function CustomRange({ range, onChange }: Omit<TimeRangeProps, 'state'>) {
  const zone = useSettings((state) => state.zone);
  const [start, end] = [BigInt(Math.floor(range.start)) * 1000n, BigInt(Math.floor(range.end)) * 1000n];
  const [from, to] = [dateTime(start, zone), dateTime(end, zone)];
  const isOneDay = from.slice(0, 10) === to.slice(0, 10);
  const label = `${from.slice(5, 19)} – ${isOneDay ? to.slice(11, 19) : to.slice(5, 19)}`;
  return (
    <Popover label="From when to when" trigger={label}>
      <RangeFields key={`${range.start} ${range.end} ${zone}`} range={range} zone={zone} onChange={onChange} />
    </Popover>
  );
}

function RangeFields({ range, zone, onChange }: Omit<TimeRangeProps, 'state'> & { zone: string }) {
  const [from, setFrom] = useState(() => toWallClock(range.start, zone));
  const [to, setTo] = useState(() => toWallClock(range.end, zone));
  const start = fromWallClock(from, zone);
  const end = fromWallClock(to, zone);
  const error =
    start === undefined || end === undefined
      ? 'A date and a time of day'
      : start >= end
        ? 'The end is not after the start'
        : undefined;
  const apply = () => {
    if (start !== undefined && end !== undefined && !error) onChange({ lookback: 'custom', start, end });
  };
  return (
    <div className={styles.fields}>
      <TextField label="From" type="datetime-local" value={from} onChange={setFrom} onEnter={apply} />
      <TextField label="To" type="datetime-local" value={to} onChange={setTo} error={error} onEnter={apply} />
      <div className={styles.apply}>
        <span className="muted">{zoneLabel(zone, BigInt(Math.floor(range.end)) * 1000n)}</span>
        <Button kind="primary" disabled={error !== undefined} onClick={apply}>
          Apply
        </Button>
      </div>
    </div>
  );
}
