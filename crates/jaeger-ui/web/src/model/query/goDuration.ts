// Durations as the query language writes them: `300ms`, `1h30m`, `1.5s`, with a sign if need be.

const UNITS: readonly [name: string, nanos: bigint][] = [
  ['h', 3_600_000_000_000n],
  ['m', 60_000_000_000n],
  ['s', 1_000_000_000n],
  ['ms', 1_000_000n],
  ['us', 1_000n],
  ['ns', 1n],
];

const SIZES = new Map<string, bigint>([...UNITS, ['µs', 1_000n], ['μs', 1_000n]]);
const MOST = 2n ** 63n - 1n;

/** Nanoseconds; undefined when it is no duration. Only `0` needs no unit. */
export function goDuration(text: string): bigint | undefined {
  const isNegative = text.startsWith('-');
  const unsigned = text.replace(/^[+-]/, '');
  if (unsigned === '0') return 0n;
  if (unsigned === '' || unsigned.length > 200) return undefined;
  let total = 0n;
  let at = 0;
  for (const part of unsigned.matchAll(/(\d*)(?:\.(\d*))?([^\d.]+)/gy)) {
    const [whole, digits, fraction = '', unit] = part;
    const size = SIZES.get(unit);
    if (size === undefined || (digits === '' && fraction === '')) return undefined;
    total += BigInt(digits || '0') * size;
    if (fraction !== '') total += (BigInt(fraction) * size) / 10n ** BigInt(fraction.length);
    at += whole.length;
  }
  if (at !== unsigned.length || total > MOST) return undefined;
  return isNegative ? -total : total;
}

/** A short text: `1h30m`, `300ms`, `39.9ms`. */
export function writeGoDuration(nanos: bigint): string {
  if (nanos < 0n) return `-${writeGoDuration(-nanos)}`;
  // One unit alone reads best: 1500ms rather than 1s500ms.
  const whole = UNITS.find(([, size]) => nanos !== 0n && nanos % size === 0n);
  if (whole && whole[0] !== 'm') {
    const number = nanos / whole[1];
    // Of very many the next larger unit and a fraction: 39.9ms rather than 39900us.
    const larger = number < 10_000n ? undefined : UNITS.find(([, size]) => size === whole[1] * 1000n);
    if (!larger) return `${number}${whole[0]}`;
    const fraction = String(number % 1000n).padStart(3, '0').replace(/0+$/, '');
    return `${number / 1000n}.${fraction}${larger[0]}`;
  }
  let rest = nanos;
  let text = '';
  for (const [name, size] of UNITS) {
    if (rest >= size) text += `${rest / size}${name}`;
    rest %= size;
  }
  return text === '' ? '0s' : text;
}
