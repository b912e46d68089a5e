// Where a span has a pinned key.

import type { SpanDetail, Value } from '../../../model/span';

export interface Pinned {
  type: 'attributes' | 'resource';
  value: Value;
}

/** The span's own attribute, else that of what it was recorded by. */
export function pinnedIn({ attributes, resource }: Pick<SpanDetail, 'attributes' | 'resource'>, key: string): Pinned | undefined {
  const own = attributes.find((attribute) => attribute.key === key);
  if (own) return { type: 'attributes', value: own.value };
  const shared = resource.find((attribute) => attribute.key === key);
  return shared && { type: 'resource', value: shared.value };
}
