// The attributes of a document's spans as a table in which each key, value and pair stands once: what is asked of a
// pair is answered once and not once for each span that carries it.

import type { AttributeValues } from './attributeValues';
import { factsOf } from './facts';
import { Interner } from './intern';
import type { Attributes, SpanDetail } from './span';
import { valueText } from './value';

/** More values than this under one key do not happen: a document has fewer spans. */
const VALUE_SPAN = 2 ** 26;
/** The key under which the name of an event is found. */
const EVENT_NAME = 'event';

/** Lists of pairs, one after another. */
class Lists {
  readonly ends: number[] = [];
  readonly pairs: number[] = [];

  close(): void {
    this.ends.push(this.pairs.length);
  }

  start(list: number): number {
    return list === 0 ? 0 : this.ends[list - 1];
  }

  some(list: number, test: Uint8Array): boolean {
    for (let at = this.start(list); at < this.ends[list]; at++) if (test[this.pairs[at]] === 1) return true;
    return false;
  }
}

export class PairTable {
  readonly #keys = new Interner();
  readonly #values = new Interner();
  readonly #numbers = new Map<number, number>();
  readonly #pairKey: number[] = [];
  readonly #pairValue: number[] = [];
  readonly #spans = new Lists();
  /** What is only searched: events, and the fields of the span. */
  readonly #others = new Lists();
  readonly #resources = new Lists();
  /** For each row its list among `#resources`. */
  readonly #resourceOf: number[] = [];
  /** `key=value` in lower case, made when first searched. */
  #texts: string[] = [];

  constructor(spans: readonly SpanDetail[]) {
    const resources = new Map<Attributes, number>();
    for (const span of spans) {
      this.#add(this.#spans, span.attributes);
      for (const { key, value } of factsOf(span)) this.#others.pairs.push(this.#pair(key, value));
      for (const event of span.events) {
        this.#others.pairs.push(this.#pair(EVENT_NAME, event.name));
        for (const { key, value } of event.attributes) this.#others.pairs.push(this.#pair(key, valueText(value)));
      }
      this.#others.close();
      let resource = resources.get(span.resource);
      if (resource === undefined) {
        resource = resources.size;
        resources.set(span.resource, resource);
        this.#add(this.#resources, span.resource);
      }
      this.#resourceOf.push(resource);
    }
  }

  /** A mark for each pair that `holds` is true of, except those of the excluded keys (in lower case). */
  matching(holds: (text: string) => boolean, excluded: ReadonlySet<string>): Uint8Array {
    const isExcluded = this.#keys.values.map((key) => excluded.size > 0 && excluded.has(key.toLowerCase()));
    const marks = new Uint8Array(this.#pairKey.length);
    for (let pair = 0; pair < marks.length; pair++) {
      if (!isExcluded[this.#pairKey[pair]] && holds(this.#text(pair))) marks[pair] = 1;
    }
    return marks;
  }

  rowHas(row: number, marks: Uint8Array): boolean {
    return this.#spans.some(row, marks) || this.#others.some(row, marks)
      || this.#resources.some(this.#resourceOf[row], marks);
  }

  /** Keys of spans and resources with the number of spans that have them, the most frequent first. */
  keys(): { key: string; count: number }[] {
    const counts = new Uint32Array(this.#keys.values.length);
    const countedFor = new Int32Array(counts.length).fill(-1);
    for (let row = 0; row < this.#resourceOf.length; row++) {
      for (const [lists, list] of this.#listsOf(row)) {
        for (let at = lists.start(list); at < lists.ends[list]; at++) {
          const key = this.#pairKey[lists.pairs[at]];
          if (countedFor[key] === row) continue;
          countedFor[key] = row;
          counts[key]++;
        }
      }
    }
    return this.#keys.values
      .map((key, number) => ({ key, count: counts[number] }))
      .filter(({ count }) => count > 0)
      .sort((a, b) => b.count - a.count || (a.key < b.key ? -1 : 1));
  }

  /** The values of `span.K`, `resource.K`, or of `K` in the span or else in its resource. */
  attribute(key: string): AttributeValues {
    const [, scope, bare] = /^(?:(span|resource)\.)?([^]*)$/.exec(key) ?? [];
    const values = new Interner();
    const index = new Int32Array(this.#resourceOf.length).fill(-1);
    const exact = this.#keys.values.indexOf(key);
    const wanted = this.#keys.values.indexOf(bare);
    for (let row = 0; row < index.length; row++) {
      // A key that itself begins with `span.` is what was meant when it is there.
      let pair = exact === wanted ? -1 : this.#first(row, exact, undefined);
      if (pair < 0) pair = this.#first(row, wanted, scope);
      if (pair >= 0) index[row] = values.number(this.#values.values[this.#pairValue[pair]]);
    }
    return { key, values: values.values, index };
  }

  #first(row: number, key: number, scope: string | undefined): number {
    if (key < 0) return -1;
    for (const [lists, list] of this.#listsOf(row)) {
      if (scope === (lists === this.#spans ? 'resource' : 'span')) continue;
      for (let at = lists.start(list); at < lists.ends[list]; at++) {
        if (this.#pairKey[lists.pairs[at]] === key) return lists.pairs[at];
      }
    }
    return -1;
  }

  #listsOf(row: number): [Lists, number][] {
    return [[this.#spans, row], [this.#resources, this.#resourceOf[row]]];
  }

  #add(lists: Lists, attributes: Attributes): void {
    for (const { key, value } of attributes) lists.pairs.push(this.#pair(key, valueText(value)));
    lists.close();
  }

  #pair(key: string, value: string): number {
    const keyNumber = this.#keys.number(key);
    const valueNumber = this.#values.number(value);
    const code = keyNumber * VALUE_SPAN + valueNumber;
    const known = this.#numbers.get(code);
    if (known !== undefined) return known;
    const next = this.#pairKey.length;
    this.#numbers.set(code, next);
    this.#pairKey.push(keyNumber);
    this.#pairValue.push(valueNumber);
    return next;
  }

  #text(pair: number): string {
    const known = this.#texts[pair];
    if (known !== undefined) return known;
    const key = this.#keys.values[this.#pairKey[pair]];
    const value = this.#values.values[this.#pairValue[pair]];
    this.#texts[pair] = `${key}=${value}`.toLowerCase();
    return this.#texts[pair];
  }
}
