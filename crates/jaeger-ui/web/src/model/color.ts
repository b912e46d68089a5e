// A service's mark: one of ten hues and one of three fills, from its name alone, so that it is the same
// in every trace and on every page. The name always stands beside it.

export type Fill = 'plain' | 'hatch' | 'dots';

export interface Mark {
  /** 0 to 9: a token `--service-N`. */
  hue: number;
  fill: Fill;
}

const FILLS: readonly Fill[] = ['plain', 'hatch', 'dots'];
const HUES = 10;

const encoder = new TextEncoder();
const known = new Map<string, Mark>();

/** FNV-1a of 32 bits over the UTF-8 text. */
export function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const byte of encoder.encode(text)) {
    value = Math.imul(value ^ byte, 0x01000193);
  }
  return value >>> 0;
}

export function mark(service: string): Mark {
  let found = known.get(service);
  if (!found) {
    const value = hash(service);
    // The upper half of the hash is the better mixed one for short names that differ in the last letter.
    const slot = (((value >>> 16) ^ value) >>> 0) % (HUES * FILLS.length);
    found = { hue: slot % HUES, fill: FILLS[Math.floor(slot / HUES)] };
    // Names come from the data: a hostile trace must not fill the memory of a long-lived tab.
    if (known.size > 10_000) known.clear();
    known.set(service, found);
  }
  return found;
}
