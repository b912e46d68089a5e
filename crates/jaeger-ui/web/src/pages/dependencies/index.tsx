import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { Link } from 'wouter';

import { getDependencies } from '../../api/dependencies';
import { config } from '../../app/config';
import { useKeys } from '../../app/keys';
import { Page } from '../../app/Page';
import { useDependenciesState } from '../../app/urlState';
import { clip, count } from '../../model/format';
import { graphOf, narrow } from '../../model/serviceGraph';
import type { ServiceGraph } from '../../model/serviceGraph';
import { Button } from '../../ui/Button';
import { Empty } from '../../ui/Empty';
import { Failure } from '../../ui/Failure';
import { Skeleton } from '../../ui/Skeleton';
import { lookbackLabel, lookbackMicros } from '../../url/lookback';
import { searchHref } from '../../url/search';
import { useRange } from '../range/useRange';
import { Answer } from './Answer';
import styles from './Dependencies.module.css';
import { EdgeTable } from './EdgeTable';
import { GraphView } from './GraphView';
import { LATENCY_SERVICES, useLatencies } from './latencies';
import { Matrix } from './Matrix';
import { ServiceList } from './ServiceList';
import { ServicePanel } from './ServicePanel';
import { Toolbar } from './Toolbar';

/** Above this a graph of everything cannot be read, so a focus is asked for and the table opens. */
const GRAPH_SERVICES = 50;
/** Around a focus more are bearable, up to what a browser can draw at once. */
const FOCUSED_SERVICES = 300;
/** So few pairs have at most `GRAPH_SERVICES` services. */
const FEW_PAIRS = 20;

export default function DependenciesPage() {
  const [state, set] = useDependenciesState();
  const [tick, setTick] = useState(0);
  const lookbackMs = (lookbackMicros(state.lookback) ?? 0) / 1000;
  const range = useRange(state.start, state.end, lookbackMs, tick);

  const query = useQuery({
    queryKey: ['dependencies', range.start, range.end],
    queryFn: ({ signal }) => getDependencies(range.end, range.end - range.start, signal),
  });
  const whole = useMemo(() => query.data && graphOf(query.data), [query.data]);
  const { focus, up, down, min, top } = state;
  const shown = useMemo(
    () => whole && narrow(whole, { focus, up, down, min, top }),
    [whole, focus, up, down, min, top],
  );
  const latencies = useLatencies(shown?.nodes ?? [], range, state.metric === 'latency');

  const refresh = () => setTick((now) => now + 1);
  useKeys('Dependencies', [
    { key: '/', label: 'Find a service', run: focusFind },
    { key: 'r', label: 'Load again', run: refresh },
    { key: 'g', label: 'Graph', run: () => set({ view: 'graph' }, { push: true }) },
    { key: 'm', label: 'Matrix', run: () => set({ view: 'matrix' }, { push: true }) },
    { key: 't', label: 'Table', run: () => set({ view: 'table' }, { push: true }) },
  ]);

  const room = Math.min(
    config().dependencies.dagMaxNumServices,
    focus === undefined ? GRAPH_SERVICES : FOCUSED_SERVICES,
  );
  const tooLarge = shown !== undefined && shown.nodes.length > room;
  const view = state.view === 'graph' && tooLarge ? 'table' : state.view;
  const current = shown?.nodes.some(({ name }) => name === state.sel) ? state.sel : focus;
  const setSelected = (sel: string | undefined) => set({ sel });

  function content(graph: ServiceGraph, all: ServiceGraph) {
    if (all.edges.length === 0) {
      return (
        <Empty
          title={`No service called another in this time (${state.start === undefined ? lookbackLabel(state.lookback).toLowerCase() : 'custom range'}).`}
          detail="A call is counted when a span of one service is the parent of a span of another. Traces in which one service works alone have no calls."
        >
          {state.lookback !== '7d' && (
            <Button onClick={() => set({ lookback: '7d', start: undefined, end: undefined }, { push: true })}>
              Last 7 days
            </Button>
          )}
        </Empty>
      );
    }
    if (graph.edges.length === 0 && focus !== undefined && !all.nodes.some(({ name }) => name === focus)) {
      return (
        <Empty
          title={`${clip(focus, 100)} called nobody in this time, and nobody called it.`}
          detail="It may go by another name, or its traces have no other service in them."
        >
          <Button onClick={() => set({ focus: undefined }, { push: true })}>Show all services</Button>
          <Link href={searchHref({ service: focus })}>Search its traces</Link>
        </Empty>
      );
    }
    if (graph.edges.length === 0) {
      return (
        <Empty
          title="Nothing is left of the graph."
          detail={`${count(all.edges.length)} pairs of services are hidden by the focus, the hops or the fewest calls.`}
        >
          <Button
            onClick={() =>
              set({ focus: undefined, up: undefined, down: undefined, min: undefined, top: undefined }, { push: true })
            }
          >
            Show all
          </Button>
        </Empty>
      );
    }
    if (view === 'matrix') {
      const { metric } = state;
      return (
        <Matrix graph={graph} metric={metric} latencies={latencies.values} selected={current} onSelect={setSelected} />
      );
    }
    if (view === 'table')
      return <EdgeTable graph={graph} find={state.uiFind} state={state} set={set} latencies={latencies.values} />;
    return (
      <GraphView
        graph={graph}
        metric={state.metric}
        layoutName={state.layout}
        find={state.uiFind}
        focus={focus}
        selected={current}
        onSelect={setSelected}
        latencies={latencies.values}
      />
    );
  }

  return (
    <Page title="Dependencies" wide>
      <Toolbar
        state={state}
        set={set}
        range={range}
        whole={whole}
        shown={shown}
        onRefresh={refresh}
        isLoading={query.isFetching}
      />
      {query.isPending && (
        <div className={styles.pad}>
          <Skeleton rows={12} />
        </div>
      )}
      {query.isError && <Failure error={query.error} onRetry={() => void query.refetch()} />}
      {whole && shown && (
        <>
          <Answer whole={whole} shown={shown} state={state} />
          {state.view === 'graph' && view === 'table' && (
            <p className={styles.notice}>
              {count(shown.nodes.length)} services are more than a graph can show legibly.{' '}
              {focus === undefined
                ? 'Choose a focus to see the graph around it, or'
                : 'Follow fewer callers and callees to see the graph, or'}{' '}
              <Button kind="quiet" onClick={() => set({ top: FEW_PAIRS }, { push: true })}>
                Show the {FEW_PAIRS} busiest pairs
              </Button>
            </p>
          )}
          {state.metric === 'latency' && latencies.values.size > 0 && (
            <p className={styles.notice}>
              p95 is that of the called service over all its callers; calls of one pair are not timed by themselves.
              {view === 'graph' && ' The stronger the colour of a line, the slower the service it leads to.'}
            </p>
          )}
          {state.metric === 'latency' && latencies.note !== undefined && (
            <p className={styles.notice}>{latencies.note}</p>
          )}
          {state.metric === 'latency' && shown.nodes.length > LATENCY_SERVICES && (
            <p className={styles.notice}>Latency is shown for the {count(LATENCY_SERVICES)} busiest services.</p>
          )}
          <div className={styles.columns}>
            <div className={styles.content}>{content(shown, whole)}</div>
            {whole.edges.length > 0 && (
              <aside className={styles.side} aria-label="Services">
                <ServiceList
                  graph={shown}
                  find={state.uiFind ?? ''}
                  onFind={(text) => set({ uiFind: text === '' ? undefined : text })}
                  selected={current}
                  onSelect={setSelected}
                />
                {current !== undefined && (
                  <ServicePanel
                    graph={whole}
                    service={current}
                    state={state}
                    set={set}
                    range={range}
                    latencies={latencies.values}
                  />
                )}
              </aside>
            )}
          </div>
        </>
      )}
    </Page>
  );
}

function focusFind(): void {
  document.querySelector<HTMLElement>('main aside input[type="search"]')?.focus();
}
