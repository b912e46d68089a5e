// What a latency is worth: durations are counted in buckets, and a quantile is a guess inside of one.

/** The bounds (ms) with which span metrics are counted, by this server and by OpenTelemetry's collector. */
const BOUNDS_MS = [0, 2, 4, 6, 8, 10, 50, 100, 200, 400, 800, 1_000, 1_400, 2_000, 5_000, 10_000, 15_000];

const MS = 1_000_000;

/**
 * The bucket (ns) that a latency was guessed in: durations in it lie above the one bound and not above the other,
 * which what is slower than all bounds has not.
 */
export function bucketOf(latency: number): { above: number; upTo?: number } {
  const at = Math.max(1, BOUNDS_MS.findIndex((bound) => bound * MS >= latency));
  const last = BOUNDS_MS.length - 1;
  if (latency >= BOUNDS_MS[last] * MS) return { above: BOUNDS_MS[last - 1] * MS };
  return { above: BOUNDS_MS[at - 1] * MS, upTo: BOUNDS_MS[at] * MS };
}
