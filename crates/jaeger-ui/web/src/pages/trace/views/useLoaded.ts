import { useCallback, useEffect, useState } from 'react';
import type { DependencyList } from 'react';

export interface Loaded<T> {
  /** What came last; it stays while the next is on its way. */
  data: T | undefined;
  error: unknown;
  loading: boolean;
  retry(): void;
}

/** Something that a view asks of its trace; asked again when `deps` change, and dropped when the view goes. */
export function useLoaded<T>(load: (signal: AbortSignal) => Promise<T>, deps: DependencyList): Loaded<T> {
  const [state, setState] = useState<{ data?: T; error?: unknown; loading: boolean }>({ loading: true });
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    const abort = new AbortController();
    setState((before) => ({ data: before.data, loading: true }));
    load(abort.signal).then(
      (data) => {
        if (!abort.signal.aborted) setState({ data, loading: false });
      },
      (error: unknown) => {
        if (!abort.signal.aborted) setState({ error, loading: false });
      },
    );
    return () => abort.abort();
    // `load` is a new function at each render; what it depends on is in `deps`.
  }, [...deps, attempt]);
  const retry = useCallback(() => setAttempt((before) => before + 1), []);
  return { data: state.data, error: state.error, loading: state.loading, retry };
}
