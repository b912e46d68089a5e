// Quantiles of sorted numbers.

/** The value at `share` (0 to 1) by nearest rank: always one of the values. 0 without values. */
export function quantile(sorted: ArrayLike<number>, share: number): number {
  if (sorted.length === 0) return 0;
  const rank = Math.ceil(share * sorted.length) - 1;
  return sorted[Math.min(Math.max(rank, 0), sorted.length - 1)];
}
