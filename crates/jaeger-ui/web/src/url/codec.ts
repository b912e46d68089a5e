// A page's state and the parameters of its address, in both directions.

import { parseQuery, queryText } from './base';

export type Params = [name: string, value: string][];

export interface Codec<S> {
  /** Every parameter that the state speaks for, old spellings too. All others are left alone. */
  readonly keys: readonly string[];
  /** Never throws: what cannot be read is left out. */
  decode(params: URLSearchParams): S;
  /** Defaults are not written, so that links stay short. */
  encode(state: S): Params;
}

/** Servers and mail programs cut longer addresses; better a parameter less than half a value. */
const LONGEST = 7000;

/** The query of an address, with `?`, in which this state takes the place of the one before. */
export function mergeQuery<S>(codec: Codec<S>, before: string, state: S): string {
  const known = new Set(codec.keys);
  const others = [...parseQuery(before)].filter(([name]) => !known.has(name));
  return cutQuery([...codec.encode(state), ...others]);
}

export function cutQuery(params: Params): string {
  const kept: Params = [];
  let length = 0;
  for (const param of params) {
    const size = queryText([param]).length;
    if (length + size > LONGEST) continue;
    length += size;
    kept.push(param);
  }
  return queryText(kept);
}

/** Writes parameters, leaving out what is undefined, empty or the default. */
export class Writer {
  readonly params: Params = [];

  text(name: string, value: string | undefined, byDefault?: string): this {
    if (value !== undefined && value !== '' && value !== byDefault) this.params.push([name, value]);
    return this;
  }

  number(name: string, value: number | undefined, byDefault?: number): this {
    if (value !== undefined && Number.isFinite(value) && value !== byDefault) this.params.push([name, String(value)]);
    return this;
  }

  flag(name: string, value: boolean | undefined, byDefault = false): this {
    if ((value ?? byDefault) !== byDefault) this.params.push([name, value ? '1' : '0']);
    return this;
  }

  list(name: string, values: readonly string[] | undefined): this {
    return this.text(name, values?.map(escapeItem).join(','));
  }

  each(name: string, values: readonly string[] | undefined): this {
    for (const value of values ?? []) this.text(name, value);
    return this;
  }
}

/** Commas separate items; one within an item stands behind a backslash. */
function escapeItem(item: string): string {
  return item.replace(/[\\,]/g, '\\$&');
}

export function readText(params: URLSearchParams, name: string): string | undefined {
  return params.get(name) || undefined;
}

export function readList(params: URLSearchParams, name: string): string[] | undefined {
  const text = params.get(name);
  if (!text) return undefined;
  const items = text.match(/(?:[^,\\]|\\.|\\$)+/gs) ?? [];
  return items.map((item) => item.replace(/\\(.)/gs, '$1'));
}

/** All values of a repeated parameter. */
export function readEach(params: URLSearchParams, name: string): string[] | undefined {
  const values = params.getAll(name).filter((value) => value !== '');
  return values.length === 0 ? undefined : values;
}

/** A whole number of at least 0. */
export function readCount(params: URLSearchParams, name: string): number | undefined {
  const text = params.get(name);
  return text !== null && /^\d{1,16}$/.test(text) && Number.isSafeInteger(Number(text)) ? Number(text) : undefined;
}

export function readFlag(params: URLSearchParams, name: string, byDefault = false): boolean {
  const text = params.get(name);
  return text === null ? byDefault : text === '1' || text === 'true' || text === '';
}

/** One of a few words. */
export function readWord<W extends string>(params: URLSearchParams, name: string, words: readonly W[]): W | undefined {
  const text = params.get(name);
  return words.find((word) => word === text);
}
