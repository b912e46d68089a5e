// Resources stand once each at the end of a snapshot: most spans of a service have the same.

import type { Attributes } from '../span';
import { valueText } from '../value';
import { pairsHtml } from './carried';

const MOST_RESOURCES = 200;
const MOST_ATTRIBUTES = 60;

export class Resources {
  readonly #word: string;
  readonly #numbers = new Map<string, number>();
  readonly #sections: string[] = [];
  #length = 0;

  /** @param word what a resource is called */
  constructor(word: string) {
    this.#word = word;
  }

  /** A link to the resource; it is kept when it is new. Empty when there is nothing to say. */
  linkTo(attributes: Attributes): string {
    if (attributes.length === 0) return '';
    const key = JSON.stringify(attributes.map((attribute) => [attribute.key, valueText(attribute.value).slice(0, 1_000)]));
    let number = this.#numbers.get(key);
    if (number === undefined) {
      if (this.#numbers.size >= MOST_RESOURCES) return `${this.#word} left out`;
      number = this.#numbers.size + 1;
      this.#numbers.set(key, number);
      const section = `<h3 id="resource-${number}">${this.#word} ${number}</h3>${pairsHtml(attributes, MOST_ATTRIBUTES)}`;
      this.#sections.push(section);
      this.#length += section.length;
    }
    return `<a href="#resource-${number}">${this.#word} ${number}</a>`;
  }

  /** Letters so far. */
  get length(): number {
    return this.#length;
  }

  html(): string {
    if (this.#sections.length === 0) return '';
    const title = this.#sections.length === 1 ? this.#word : `${this.#word} of each kind`;
    return `<section><h2>${title}</h2><div class="carried">${this.#sections.join('')}</div></section>`;
  }
}
