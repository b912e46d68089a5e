import { useMemo } from 'react';

/** A minute, so that everything asked within it is asked once. */
const TICK_MS = 60_000;

/** The chosen range, or the time up to now. `tick` moves now on when it changes. */
export function useRange(
  start: number | undefined,
  end: number | undefined,
  lengthMs: number,
  tick: number,
): { start: number; end: number } {
  return useMemo(() => {
    if (start !== undefined && end !== undefined && start < end) return { start, end };
    const now = end ?? Math.ceil(Date.now() / TICK_MS) * TICK_MS;
    return { start: start !== undefined && start < now ? start : now - lengthMs, end: now };
    // `tick` is what makes it later.
  }, [start, end, lengthMs, tick]);
}
