// What a latency is worth: durations are counted in buckets, and a quantile is a guess inside of one.

/** How many buckets this server counts with between a power of two and the next. */
const STEPS = 16;

/** The first bucket (ns) is for what is not longer than this. */
const SHORTEST = 2 ** 9;

/** The last bound (ns). */
const LONGEST = 2 ** 42;

/**
 * The bucket (ns) that a latency was guessed in: durations in it lie above the one bound and not above the other,
 * which what is slower than all bounds has not.
 */
export function bucketOf(latency: number): { above: number; upTo?: number } {
  // A reply tells milliseconds, so a bound may come back a little off.
  const nanos = Math.round(latency);
  if (nanos <= SHORTEST) return { above: 0, upTo: SHORTEST };
  if (nanos >= LONGEST) return { above: LONGEST - LONGEST / 2 / STEPS };
  let power = SHORTEST;
  while (power * 2 < nanos) power *= 2;
  const width = power / STEPS;
  const step = Math.ceil((nanos - power) / width);
  return { above: power + (step - 1) * width, upTo: power + step * width };
}
