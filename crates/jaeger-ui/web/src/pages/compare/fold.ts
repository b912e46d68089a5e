import type { CompareState } from '../../url/compare';

/** A change of the state after which what lies below a path is hidden, or shown. */
export function foldPath(key: string, on: boolean): (now: CompareState) => Partial<CompareState> {
  return ({ folded = [] }) => {
    const others = folded.filter((other) => other !== key);
    const next = on ? [...others, key] : others;
    return { folded: next.length === 0 ? undefined : next };
  };
}
