import { createContext, useCallback, useContext, useEffect, useRef, useState, useSyncExternalStore } from 'react';

import { getCells } from '../../api/cells';
import type { TraceSummary } from '../../api/summaries';
import { capabilities } from '../../app/config';
import type { TraceSearch } from '../../model/query/toQuery';
import { CellStore } from './cellStore';
import type { CellState } from './cellStore';

/** Where the cells of the list come from; nowhere on a server that has none. */
export const CellsContext = createContext<CellStore | undefined>(undefined);

const NONE: CellState = { isSettled: true };

export function useCellStore(search: TraceSearch, keys: readonly string[]): CellStore | undefined {
  const latest = useRef(search);
  latest.current = search;
  const [store] = useState(() =>
    capabilities().uiApi ? new CellStore((traceIds, wanted) => getCells(traceIds, wanted, latest.current)) : undefined,
  );
  useEffect(() => store?.setKeys(keys), [store, keys]);
  return store;
}

/** What is known of a row; as long as somebody looks at it, it is asked for. */
export function useCells({ traceId, spans, isUpload }: TraceSummary): CellState {
  const context = useContext(CellsContext);
  const store = isUpload ? undefined : context;
  const subscribe = useCallback(
    (changed: () => void) => store?.watch({ traceId, spans }, changed) ?? (() => undefined),
    [store, traceId, spans],
  );
  return useSyncExternalStore(subscribe, () => store?.get({ traceId, spans }) ?? NONE);
}
