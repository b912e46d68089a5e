import { useCallback, useEffect, useState } from 'react';

import type { TraceSource } from '../../../../api/source';
import { spanIdOf } from '../../../../model/columns';
import { readStep } from '../../../../model/genai/readStep';
import type { Step } from '../../../../model/genai/step';
import type { SpanDetail } from '../../../../model/span';

export interface LoadedSteps {
  /** Of the steps; spans that are not on the server any more are left out. */
  rows: readonly number[];
  steps: readonly Step[];
  /** Rows that were asked for. */
  read: number;
  error: unknown;
  loading: boolean;
  retry(): void;
  /** Loads the next portion of those that were not loaded by themselves. */
  more(): void;
}

/** Spans of one request: each may hold a whole conversation. */
const WINDOW = 20;
const PORTION = 100;
/** Characters after which a portion ends early. */
const MOST_TEXT = 20_000_000;

interface State {
  of: readonly number[] | undefined;
  rows: number[];
  steps: Step[];
  read: number;
  text: number;
  error?: unknown;
}

/** What the spans of `rows` did, window after window; of very many the first, until more are asked for. */
export function useSteps(trace: TraceSource, rows: readonly number[] | undefined): LoadedSteps {
  const [state, setState] = useState<State>({ of: rows, rows: [], steps: [], read: 0, text: 0 });
  const [portions, setPortions] = useState(1);
  const [attempt, setAttempt] = useState(0);
  const now: State = state.of === rows ? state : { of: rows, rows: [], steps: [], read: 0, text: 0 };
  const { read, error } = now;
  const end = Math.min(rows?.length ?? 0, portions * PORTION);
  const isDone = rows !== undefined && (read >= end || now.text >= portions * MOST_TEXT);

  useEffect(() => {
    if (rows === undefined || isDone || error !== undefined) return;
    const abort = new AbortController();
    const asked = rows.slice(read, Math.min(read + WINDOW, end));
    const ids = asked.map((row) => spanIdOf(trace.model.columns, row));
    trace.spans(ids, abort.signal).then(
      (spans) => {
        if (abort.signal.aborted) return;
        const byId = new Map(spans.map((span) => [span.spanId, span]));
        const next: State = { ...now, rows: [...now.rows], steps: [...now.steps], read: read + asked.length };
        for (const [at, row] of asked.entries()) {
          const span = byId.get(ids[at]);
          if (span === undefined) continue;
          next.rows.push(row);
          next.steps.push(readStep(span));
          next.text += sizeOf(span);
        }
        setState(next);
      },
      (failed: unknown) => {
        if (!abort.signal.aborted) setState({ ...now, error: failed });
      },
    );
    return () => abort.abort();
    // What was read changes only together with `read`.
  }, [trace, rows, read, end, isDone, error, attempt]);

  const retry = useCallback(() => {
    setState((before) => ({ ...before, error: undefined }));
    setAttempt((before) => before + 1);
  }, []);
  const more = useCallback(() => setPortions((before) => before + 1), []);
  return { rows: now.rows, steps: now.steps, read, error, loading: !isDone && error === undefined, retry, more };
}

/** Characters of the texts that a span carries, more or less. */
function sizeOf({ attributes, events }: SpanDetail): number {
  const all = [attributes, ...events.map((event) => event.attributes)].flat();
  return all.reduce((sum, { value }) => sum + (typeof value === 'string' ? value.length : 100), 0);
}
