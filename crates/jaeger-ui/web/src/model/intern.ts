// Numbers for texts that repeat.

/** Gives each text a number, in the order of first appearance. */
export class Interner {
  readonly values: string[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #limit: number;

  /** Past `limit` texts all further ones share the last number, so that it fits its column. */
  constructor(limit = 0xffff_ffff) {
    this.#limit = limit;
  }

  number(text: string): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    if (this.values.length >= this.#limit) return this.#limit - 1;
    const next = this.values.length;
    this.values.push(text);
    this.#numbers.set(text, next);
    return next;
  }
}
