// A part of the plot: a stretch of time and a stretch of durations.

export interface Region {
  /** Nanoseconds since 1970. */
  start: bigint;
  end: bigint;
  /** Nanoseconds. */
  min: number;
  max: number;
}

/** Where times and durations lie on the plot. Durations are on a scale of logarithms. */
export interface Scale {
  start: bigint;
  end: bigint;
  min: number;
  max: number;
}

/** 0 at the left edge to 1 at the right one. */
export function timeShare({ start, end }: Scale, time: bigint): number {
  const length = Number(end - start);
  return length > 0 ? Number(time - start) / length : 0.5;
}

/** 0 at the lower edge to 1 at the upper one. */
export function durationShare({ min, max }: Scale, nanos: number): number {
  const [low, high] = [Math.log(Math.max(min, 1)), Math.log(Math.max(max, 1))];
  return high > low ? (Math.log(Math.max(nanos, 1)) - low) / (high - low) : 0.5;
}

export function timeAt({ start, end }: Scale, share: number): bigint {
  return start + BigInt(Math.round(Number(end - start) * clamp(share)));
}

export function durationAt({ min, max }: Scale, share: number): number {
  const [low, high] = [Math.log(Math.max(min, 1)), Math.log(Math.max(max, 1))];
  return Math.exp(low + (high - low) * clamp(share));
}

export const clamp = (share: number): number => Math.min(1, Math.max(0, share));

export function isIn({ start, end, min, max }: Region, time: bigint, nanos: number): boolean {
  return time >= start && time <= end && nanos >= min && nanos <= max;
}

/** A duration as people say it, no smaller region than was drawn. */
export function threeFigures(nanos: number, round: (x: number) => number): number {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(nanos, 1))) - 2);
  return round(nanos / unit) * unit;
}
