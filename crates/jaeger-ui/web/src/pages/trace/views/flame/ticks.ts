/** What clocks count in, in ns: round numbers of seconds are odd numbers of hours. */
const CLOCK = [10, 30, 60, 120, 300, 600, 1800, 3600, 7200, 21_600, 43_200, 86_400].map((seconds) => seconds * 1e9);

/** Round numbers, for times of ns, from `from` to `to`, not many more than `most`. */
export function ticksOf(from: number, to: number, most: number): number[] {
  const span = to - from;
  if (!(span > 0) || most < 1) return [];
  const power = 10 ** Math.floor(Math.log10(span / most));
  const sizes = span / most > 5e9 ? CLOCK : [1, 2, 5, 10].map((factor) => factor * power);
  const step = sizes.find((size) => span / size <= most) ?? 10 * power;
  const ticks: number[] = [];
  for (let number = Math.ceil(from / step); number * step <= to; number++) ticks.push(number * step);
  return ticks;
}
