import { duration, durationExact } from '../model/format';

/** A duration in three figures; the tooltip has all of them. */
export function Duration({ nanos }: { nanos: number }) {
  return <span title={durationExact(nanos)}>{duration(nanos)}</span>;
}
