// The order in which attributes are read.

import type { Attributes } from '../../../model/span';

/** By key; those whose keys begin with one of the prefixes first, in the prefixes' order. */
export function sortedAttributes(attributes: Attributes, prefixes: readonly string[]): Attributes {
  const place = (key: string) => {
    const found = prefixes.findIndex((prefix) => key.startsWith(prefix));
    return found < 0 ? prefixes.length : found;
  };
  return attributes.toSorted((a, b) => place(a.key) - place(b.key) || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
}
