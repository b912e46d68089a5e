// Whether start times in lists are shown as a clock has them or as time that has passed since. Kept where Jaeger UI
// keeps it, beside what else that page keeps there.

import { isObject } from '../model/value';
import { readStoredJson, writeStored } from './storage';

export type StartTimes = 'absolute' | 'relative';

const KEY = 'jaeger.search-results.mode';

interface Kept {
  state: Record<string, unknown>;
}

const isKept = (value: unknown): value is Kept => isObject(value) && isObject(value.state);

export function storedStartTimes(): StartTimes {
  return readStoredJson(KEY, isKept)?.state.startTimeDisplay === 'relative' ? 'relative' : 'absolute';
}

export function storeStartTimes(startTimeDisplay: StartTimes): void {
  const kept = readStoredJson(KEY, isKept);
  if (!kept && startTimeDisplay === 'absolute') return;
  // Without a version Jaeger UI would pass over all of it; of the oldest it takes what it understands.
  writeStored(KEY, JSON.stringify({ version: 0, ...kept, state: { ...kept?.state, startTimeDisplay } }));
}
