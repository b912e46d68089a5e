// Reads the ways of some traces. Whole traces are read for it, one answer of columns each, so of few traces only.

import { toQuery } from '../model/query/toQuery';
import { stepsOf } from '../model/paths/steps';
import type { Focal, TraceSteps } from '../model/paths/steps';
import { emptySearch } from '../url/search';
import { searchTraces } from './search';
import { openTrace } from './trace';

/** As many are read. */
export const MOST_TRACES = 50;
/** Larger traces are left out: one would take as long as all others. */
const MOST_SPANS = 100_000;
const AT_ONCE = 6;

export interface FoundPaths {
  traces: TraceSteps[];
  /** Whether there may be more than were asked for. */
  isFull: boolean;
  /** Those that are too large, and those that could not be read. */
  large: number;
  unread: number;
}

export interface PathSearch {
  focal: Focal;
  /** Microseconds since 1970. */
  start: number;
  end: number;
}

export interface ReadOptions {
  signal?: AbortSignal;
  /** Told how many of how many have been read. */
  onProgress?: (done: number, of: number) => void;
}

/** Of the newest traces of a service, and of its span name. One that cannot be read is left out. */
export async function readPaths({ focal, start, end }: PathSearch, options: ReadOptions = {}): Promise<FoundPaths> {
  const { signal, onProgress } = options;
  const asked = { ...emptySearch, ...focal, start, end, limit: MOST_TRACES };
  const { summaries } = await searchTraces(toQuery(asked, end), undefined, signal);
  const found = summaries.slice(0, MOST_TRACES);
  const small = found.filter(({ spans }) => spans <= MOST_SPANS);
  const read: (TraceSteps | undefined)[] = [];
  let [next, done] = [0, 0];
  let failure: unknown;
  onProgress?.(0, small.length);
  const work = async () => {
    while (next < small.length) {
      const at = next++;
      try {
        const { model } = await openTrace(small[at].traceId, { signal });
        read[at] = stepsOf(model.columns, focal);
      } catch (error) {
        signal?.throwIfAborted();
        failure = error;
      }
      onProgress?.(++done, small.length);
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, small.length) }, work));
  // In the order of the search, whichever came first.
  const traces = read.filter((steps) => steps !== undefined);
  if (traces.length === 0 && failure !== undefined) throw failure;
  return {
    traces,
    isFull: found.length === MOST_TRACES,
    large: found.length - small.length,
    unread: small.length - traces.length,
  };
}
