import { useSettings } from '../app/settings';
import { dateTime, relative, time, timeExact } from '../model/format';

export interface TimeProps {
  unixNano: bigint;
  mode?: 'time' | 'datetime' | 'relative';
}

/** A moment in the zone that the reader chose; the tooltip has all digits. */
export function Time({ unixNano, mode = 'datetime' }: TimeProps) {
  const zone = useSettings((state) => state.zone);
  const exact = timeExact(unixNano, zone);
  return <span title={exact}>{textOf(unixNano, mode, zone)}</span>;
}

function textOf(unixNano: bigint, mode: TimeProps['mode'], zone: string): string {
  if (mode === 'relative') return relative(unixNano, BigInt(Date.now()) * 1_000_000n);
  return mode === 'time' ? time(unixNano, zone) : dateTime(unixNano, zone);
}
