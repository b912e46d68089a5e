import { useEffect, useMemo, useState } from 'react';
import type { DependencyList } from 'react';

/** Work on more spans than this is begun only after the page has said that it is being done. */
const AT_ONCE = 150_000;
/** Long enough that the browser paints before. */
const PAINT_MS = 30;

/** What `make` returns; undefined while the work on very many spans is being done. */
export function useLongWork<T>(spans: number, make: () => T, deps: DependencyList): T | undefined {
  const isLong = spans > AT_ONCE;
  const soon = useMemo(() => (isLong ? undefined : make()), deps);
  const [late, setLate] = useState<{ value: T; deps: DependencyList }>();
  useEffect(() => {
    if (!isLong) return;
    const timer = setTimeout(() => setLate({ value: make(), deps }), PAINT_MS);
    return () => clearTimeout(timer);
    // `make` is a new function at each render; what it depends on is in `deps`.
  }, deps);
  if (!isLong) return soon;
  return late?.deps.every((dep, at) => Object.is(dep, deps[at])) ? late.value : undefined;
}
