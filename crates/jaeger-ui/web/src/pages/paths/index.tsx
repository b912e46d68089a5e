import { useMemo, useState } from 'react';

import { MOST_TRACES } from '../../api/paths';
import { useKeys } from '../../app/keys';
import { Page } from '../../app/Page';
import { usePathsState } from '../../app/urlState';
import { clip, count } from '../../model/format';
import { pathGraph } from '../../model/paths/graph';
import { partOf } from '../../model/paths/part';
import { Empty } from '../../ui/Empty';
import { Failure } from '../../ui/Failure';
import { Skeleton } from '../../ui/Skeleton';
import { TextField } from '../../ui/TextField';
import { lookbackMicros } from '../../url/lookback';
import { useRange } from '../range/useRange';
import { Answer } from './Answer';
import { NodePanel } from './NodePanel';
import { NoPaths } from './NoPaths';
import { PathDrawing } from './PathDrawing';
import styles from './Paths.module.css';
import { PathTable } from './PathTable';
import { Toolbar } from './Toolbar';
import { usePaths } from './usePaths';

/** More nodes cannot be drawn in a time that anyone waits, nor be taken in. */
const MOST_DRAWN = 250;

/** The ways that traces take through one service, from where they begin to where they end. */
export default function PathsPage() {
  const [state, set] = usePathsState();
  const { service, operation, showOp, up, down, sel, uiFind = '' } = state;
  const [tick, setTick] = useState(0);
  const millis = (micros: number | undefined) => (micros === undefined ? undefined : micros / 1000);
  const range = useRange(millis(state.start), millis(state.end), (lookbackMicros(state.lookback) ?? 0) / 1000, tick);
  const { data, error, isFetching, refetch, progress } = usePaths(service, operation, range);

  const graph = useMemo(() => data && pathGraph(data.traces, { withNames: showOp, operation }), [data, showOp, operation]);
  const part = useMemo(() => graph && partOf(graph, { up, down }, MOST_DRAWN), [graph, up, down]);
  const open = graph?.nodes.find(({ key }) => key === sel);
  const found = useMemo(() => {
    const text = uiFind.trim().toLowerCase();
    if (!part || text === '') return undefined;
    const fits = part.nodes.filter((node) => `${node.service} ${node.name}`.toLowerCase().includes(text));
    return new Set(fits.map(({ id }) => id));
  }, [part, uiFind]);

  const refresh = () => {
    setTick((now) => now + 1);
    void refetch();
  };
  useKeys('Paths', [
    { key: '/', label: 'Find a service', run: focusFind },
    { key: 'r', label: 'Load again', run: refresh },
    { key: 'g', label: 'Graph', run: () => set({ view: 'graph' }, { push: true }) },
    { key: 't', label: 'Table', run: () => set({ view: 'table' }, { push: true }) },
    { key: 'Escape', label: 'Close the step', run: () => set({ sel: undefined }) },
  ]);

  const name = operation === undefined ? (service ?? '') : `${service} ${operation}`;
  return (
    <Page title={service === undefined ? 'Paths' : `Paths: ${clip(name, 100)}`} wide>
      <Toolbar state={state} set={set} range={range} onRefresh={refresh} isLoading={isFetching} />
      {service === undefined && (
        <Empty
          title="Choose a service to see the paths through it"
          detail={`A path is the way of a trace from service to service, from where it begins to where it ends. The newest ${MOST_TRACES} traces are read for it.`}
        />
      )}
      {error && <Failure error={error} onRetry={() => void refetch()} />}
      {service !== undefined && !data && !error && (
        <div className={styles.pad}>
          <p role="status" className="muted">
            {progress.of === 0 ? 'Searching traces' : `Reading traces: ${count(progress.done)} of ${count(progress.of)}`}
          </p>
          <Skeleton rows={12} />
        </div>
      )}
      {service !== undefined && data && graph?.nodes.length === 0 && (
        <NoPaths found={data} service={service} state={state} set={set} />
      )}
      {data && graph && part && graph.nodes.length > 0 && (
        <>
          <div className={styles.head}>
            <Answer found={data} graph={graph} part={part} name={name} />
            <div className={styles.find}>
              <TextField
                label="Find a step"
                hideLabel
                type="search"
                placeholder="Find a step"
                value={uiFind}
                onChange={(text) => set({ uiFind: text === '' ? undefined : text })}
              />
              {state.view === 'graph' && found && (
                <span role="status" className="muted">
                  {count(found.size)} of {count(part.nodes.length)}
                </span>
              )}
            </div>
          </div>
          <p className={styles.note}>A path ends where the trace does: databases and services that send no spans are not on it.</p>
          <div className={styles.content}>
            {state.view === 'table' ? (
              <PathTable graph={graph} find={uiFind} />
            ) : (
              <PathDrawing
                part={part}
                open={open?.id ?? -1}
                onOpen={(id) => set({ sel: graph.nodes[id].key === sel ? undefined : graph.nodes[id].key })}
                found={found}
              />
            )}
            {open && state.view === 'graph' && <NodePanel graph={graph} node={open} set={set} />}
          </div>
        </>
      )}
    </Page>
  );
}

function focusFind(): void {
  document.querySelector<HTMLElement>('main input[type="search"]')?.focus();
}
