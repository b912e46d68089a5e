import { useEffect, useState } from 'react';

import { useSettings } from '../../app/settings';
import { zoneLabel } from '../../model/clock';
import { fromWallClock, toWallClock } from '../../model/wallClock';
import { Button } from '../../ui/Button';
import { Select } from '../../ui/Select';
import { TextField } from '../../ui/TextField';
import styles from './RangePicker.module.css';

export interface RangePickerProps {
  presets: readonly { value: string; label: string }[];
  /** One of the presets, unless there is a range. */
  value: string;
  /** ms since 1970. */
  range?: { start: number; end: number };
  /** What the fields begin with when a range is wanted. */
  current: { start: number; end: number };
  onPreset(value: string): void;
  onRange(start: number, end: number): void;
}

const CUSTOM = 'custom';

/** The last hours, or from one moment to another. */
export function RangePicker({ presets, value, range, current, onPreset, onRange }: RangePickerProps) {
  const [asking, setAsking] = useState(range !== undefined);
  useEffect(() => setAsking(range !== undefined), [range?.start, range?.end]);
  const isCustom = asking || range !== undefined;
  return (
    <div className={styles.range}>
      <Select
        label="Time"
        value={isCustom ? CUSTOM : value}
        options={[...presets, { value: CUSTOM, label: 'Custom range' }]}
        onChange={(next) => {
          if (next === CUSTOM) {
            setAsking(true);
          } else {
            setAsking(false);
            onPreset(next);
          }
        }}
      />
      {isCustom && <Fields range={range ?? current} onRange={onRange} />}
    </div>
  );
}

function Fields({
  range,
  onRange,
}: {
  range: { start: number; end: number };
  onRange(start: number, end: number): void;
}) {
  const zone = useSettings((state) => state.zone);
  const [from, setFrom] = useState(() => fieldOf(range.start, zone));
  const [to, setTo] = useState(() => fieldOf(range.end, zone));
  useEffect(() => {
    setFrom(fieldOf(range.start, zone));
    setTo(fieldOf(range.end, zone));
    // Moments that move with the clock must not undo what is typed.
  }, [zone]);
  const [start, end] = [msOf(from, zone), msOf(to, zone)];
  const isRange = start !== undefined && end !== undefined && start < end;
  const zoneName = zoneLabel(zone, BigInt(Math.round(range.end)) * 1_000_000n);
  const apply = () => {
    if (isRange) onRange(start, end);
  };
  return (
    <div className={styles.fields}>
      <TextField label={`From (${zoneName})`} type="datetime-local" value={from} onChange={setFrom} onEnter={apply} />
      <TextField label={`To (${zoneName})`} type="datetime-local" value={to} onChange={setTo} onEnter={apply} />
      <Button disabled={!isRange} onClick={apply} title={isRange ? undefined : 'The start must be before the end'}>
        Apply
      </Button>
    </div>
  );
}

/** The minute of a moment (ms). */
function fieldOf(ms: number, zone: string): string {
  return toWallClock(ms * 1000, zone).slice(0, 16);
}

function msOf(field: string, zone: string): number | undefined {
  const micros = fromWallClock(field, zone);
  return micros === undefined ? undefined : micros / 1000;
}
