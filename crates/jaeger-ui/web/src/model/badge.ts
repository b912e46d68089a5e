// What a span did, in a word or two, by the semantic conventions.

import type { Attributes } from './span';
import { valueText } from './value';

/** Keys by their place; where two name the same thing the newer one stands first. */
const PLACES = new Map([
  'http.request.method', 'http.method', 'http.response.status_code', 'http.status_code',
  'db.system.name', 'db.system', 'rpc.system', 'messaging.system', 'gen_ai.request.model',
].map((key, place) => [key, place]));

/** `GET 200`, `postgresql`, `grpc`, `kafka`, the name of a model, or nothing. */
export function badgeOf(attributes: Attributes): string {
  const found: (string | undefined)[] = [];
  for (const { key, value } of attributes) {
    const place = PLACES.get(key);
    if (place !== undefined) found[place] ??= valueText(value);
  }
  if (found.length === 0) return '';
  const [method, oldMethod, code, oldCode, database, oldDatabase, rpc, messaging, model] = found;
  const request = [method ?? oldMethod, code ?? oldCode].filter((part) => part !== undefined && part !== '').join(' ');
  return shortened(request || (database ?? oldDatabase) || rpc || messaging || model || '');
}

/** A badge is a word in a row; a value of a megabyte is none. */
const MAX_LENGTH = 64;

function shortened(badge: string): string {
  // Half of a character is none.
  return badge.length > MAX_LENGTH ? badge.slice(0, MAX_LENGTH).replace(/[\ud800-\udbff]$/, '') : badge;
}
