/** How slow each service is among the others: 0 for the fastest, 1 for the slowest, and ten times is always as far. */
export function slowness(latencies: ReadonlyMap<string, number>): Map<string, { nanos: number; share: number }> {
  const logs = [...latencies.values()].map((nanos) => Math.log10(Math.max(1, nanos)));
  const [least, most] = [Math.min(...logs), Math.max(...logs)];
  return new Map(
    [...latencies].map(([service, nanos]) => {
      const share = most > least ? (Math.log10(Math.max(1, nanos)) - least) / (most - least) : 0;
      return [service, { nanos, share }];
    }),
  );
}
