// In which attributes the spans of two traces differ, the telling ones first.

import { diffAttributes } from './attributeDiff';
import { factsOf } from './facts';
import type { Attributes, SpanDetail } from './span';

export interface AttributeSurvey {
  scope: 'resource' | 'span';
  key: string;
  /** The change that most pairs show; a side without the key has no text. */
  a?: string;
  b?: string;
  /** Pairs with that change, pairs that differ, and pairs in which either has the key. */
  alike: number;
  differ: number;
  compared: number;
  /** Indexes of the pairs that differ. */
  pairs: number[];
}

export interface SpanPair {
  a: SpanDetail;
  b: SpanDetail;
}

/** Keys that differ in some pair. First those that changed alike everywhere; ids, which always differ, last. */
export function surveyAttributes(pairs: readonly SpanPair[]): AttributeSurvey[] {
  const tallies = new Map<string, Tally>();
  for (const [index, { a, b }] of pairs.entries()) {
    take(tallies, index, 'resource', a.resource, b.resource);
    take(tallies, index, 'span', withFacts(a), withFacts(b));
  }
  const found: AttributeSurvey[] = [];
  for (const { scope, key, compared, pairs: differing, changes } of tallies.values()) {
    if (differing.length === 0) continue;
    const [most] = [...changes.values()].sort((x, y) => y.count - x.count);
    found.push({
      scope,
      key,
      a: most.a,
      b: most.b,
      alike: most.count,
      differ: differing.length,
      compared,
      pairs: differing,
    });
  }
  return found.sort((x, y) => weight(y) - weight(x) || y.differ - x.differ || (x.key < y.key ? -1 : 1));
}

/** One change in many pairs tells more than many changes. */
function weight({ alike, differ, compared }: AttributeSurvey): number {
  return (alike / differ) * (alike / compared) * Math.log2(1 + alike);
}

interface Tally {
  scope: AttributeSurvey['scope'];
  key: string;
  compared: number;
  pairs: number[];
  changes: Map<string, { a?: string; b?: string; count: number }>;
}

function take(tallies: Map<string, Tally>, index: number, scope: Tally['scope'], a: Attributes, b: Attributes): void {
  for (const difference of diffAttributes(a, b)) {
    const { key } = difference;
    const place = `${scope} ${key}`;
    let tally = tallies.get(place);
    if (!tally) tallies.set(place, (tally = { scope, key, compared: 0, pairs: [], changes: new Map() }));
    tally.compared++;
    if (difference.change === 'same') continue;
    tally.pairs.push(index);
    const change = JSON.stringify([difference.a, difference.b]);
    const known = tally.changes.get(change);
    if (known) known.count++;
    else tally.changes.set(change, { a: difference.a, b: difference.b, count: 1 });
  }
}

function withFacts(span: SpanDetail): Attributes {
  const keys = new Set(span.attributes.map(({ key }) => key));
  return [...span.attributes, ...factsOf(span).filter(({ key }) => !keys.has(key))];
}
