// Which services of a trace are shown, as Jaeger writes it: `<checksum>.<mask>`. The mask has a bit for
// each service in the order of their names; the checksum tells whether these are still the same names.

/** Both functions take the names in any order. */
function sorted(services: readonly string[]): string[] {
  return [...services].sort();
}

function checksum(names: readonly string[]): string {
  const text = names.join('\0');
  let value = 0x811c;
  for (let at = 0; at < text.length; at++) {
    value = Math.imul(value ^ text.charCodeAt(at), 0x0101) & 0xffff;
  }
  return value.toString(16).padStart(4, '0');
}

/** Undefined when all or none are shown, because then nothing is filtered. */
export function encodeSvcFilter(services: readonly string[], shown: ReadonlySet<string>): string | undefined {
  const names = sorted(services);
  const bits = names.map((name) => (shown.has(name) ? '1' : '0')).reverse().join('');
  if (!bits.includes('0') || !bits.includes('1')) return undefined;
  return `${checksum(names)}.${BigInt(`0b${bits}`).toString(16)}`;
}

export type SvcFilter = { shown: Set<string> } | 'stale' | undefined;

/** `stale` when the filter was made for other services; undefined when it filters nothing or is broken. */
export function decodeSvcFilter(services: readonly string[], text: string): SvcFilter {
  const match = /^([0-9a-f]{4})\.([0-9a-f]+)$/i.exec(text);
  if (!match) return undefined;
  const names = sorted(services);
  if (match[1].toLowerCase() !== checksum(names)) return 'stale';
  // A longer mask belongs to no trace of so many services, and would take long to read.
  if (match[2].length > Math.ceil(names.length / 4) + 1) return undefined;
  const mask = BigInt(`0x${match[2]}`);
  const shown = new Set(names.filter((_, bit) => (mask >> BigInt(bit)) & 1n));
  return shown.size === 0 || shown.size === names.length ? undefined : { shown };
}
