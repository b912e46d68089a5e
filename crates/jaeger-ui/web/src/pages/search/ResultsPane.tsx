import { useMemo } from 'react';
import type { ReactNode } from 'react';

import { MOST_KEYS } from '../../api/cells';
import type { TraceSummary } from '../../api/summaries';
import { capabilities } from '../../app/config';
import { useKeys } from '../../app/keys';
import { clip } from '../../model/format';
import { withPart, wordIs } from '../../model/query/clauses';
import { ANY_SPAN } from '../../model/query/expression';
import type { TraceSearch } from '../../model/query/toQuery';
import { Button } from '../../ui/Button';
import { Empty } from '../../ui/Empty';
import { Failure } from '../../ui/Failure';
import { Skeleton } from '../../ui/Skeleton';
import type { SearchState } from '../../url/search';
import { isByName } from '../../url/search';
import { Answer } from './Answer';
import { ColumnChooser } from './ColumnChooser';
import { LiveBar } from './LiveBar';
import { LoadMore } from './LoadMore';
import { NoResults } from './NoResults';
import { ResultGraph } from './ResultGraph';
import { Results } from './Results';
import styles from './search.module.css';
import { Toolbar } from './Toolbar';
import type { PlotMode } from './Toolbar';
import { Tray } from './Tray';
import { useUploads } from './uploads';
import { CellsContext, useCellStore } from './useCells';
import type { Filter } from './useFilter';
import type { Live } from './useLive';
import type { Results as Found } from './useResults';

export interface ResultsPaneProps {
  state: SearchState;
  results: Found;
  live: Live;
  search: TraceSearch;
  filter: Filter;
  isNarrow: boolean;
  isServiceMissing: boolean;
  /** `in the last hour` */
  rangeWords: string;
  plot: PlotMode;
  downloading?: string;
  onPlot(mode: PlotMode): void;
  onView(view: string): void;
  onLive(): void;
  onDownload(traceIds: readonly string[]): void;
  onSelect(traceId: string, on: boolean): void;
  onClear(): void;
  onAskSelected(): void;
  onAskFailed(): void;
  onAskSlow(p95: number): void;
  hrefOf(trace: TraceSummary): string;
  onColumns(attributes: string[]): void;
  plotPane(mode: 'heat' | 'dots'): ReactNode;
}

const NO_COLUMNS: readonly string[] = [];

/** What was found: the answer in a sentence, the plot, the list, and what is done with ticked traces. */
export function ResultsPane(props: ResultsPaneProps) {
  const { state, results, live, plot } = props;
  const selected = useMemo(() => new Set(state.selected), [state.selected]);
  const traces = state.live ? live.traces : results.traces;
  const attributes = useMemo(() => state.cols?.slice(0, MOST_KEYS) ?? NO_COLUMNS, [state.cols]);
  const cells = useCellStore(props.search, attributes);
  // Without figures of all traces each of the list is a dot; as long as they are to come, nothing is.
  const mode = plot === 'heat' && !results.overview && !results.isOverviewPending ? 'dots' : plot;
  return (
    <section aria-label="Results" id="results" className={styles.results}>
      <div className={styles.answer}>
        {state.live ? <LiveBar live={live} /> : results.isLoading || props.isServiceMissing ? <div className={styles.space} /> : <Answer results={results} />}
        <Toolbar
          state={state}
          plot={plot}
          downloading={props.downloading}
          hasResults={traces.length > 0}
          onPlot={props.onPlot}
          onView={props.onView}
          onLive={props.onLive}
          onDownload={() => props.onDownload(traces.map(({ traceId }) => traceId))}
          overview={state.live ? undefined : results.overview}
          onAskFailed={props.onAskFailed}
          onAskSlow={props.onAskSlow}
        />
      </div>
      {state.live && <LiveKeys live={live} />}
      {mode !== 'none' && !state.live && !props.isServiceMissing && props.plotPane(mode)}
      <UploadFailure />
      <div className={`${styles.list} ${results.isStale && !state.live ? styles.stale : ''}`}>
        <CellsContext value={cells}>
          <List {...props} traces={traces} selected={selected} attributes={attributes} />
        </CellsContext>
      </div>
      {selected.size > 0 && (
        <Tray
          selected={state.selected ?? []}
          onInCommon={props.onAskSelected}
          onDownload={() => props.onDownload(state.selected ?? [])}
          onClear={props.onClear}
        />
      )}
    </section>
  );
}

interface ListProps extends ResultsPaneProps {
  traces: readonly TraceSummary[];
  selected: ReadonlySet<string>;
  attributes: readonly string[];
}

function List(props: ListProps) {
  const { state, results, live, traces, filter, attributes } = props;
  if (!state.live) {
    if (props.isServiceMissing && traces.length === 0) {
      return <Empty title="Choose a service" detail="This server cannot search the traces of every service at once." />;
    }
    if (filter.error && !filter.isEdited) {
      return (
        <Empty title="The query cannot be read" detail={`Character ${filter.error.column}: ${clip(filter.error.message)}`}>
          <Button onClick={() => filter.runExpression(ANY_SPAN)}>Search for every trace</Button>
        </Empty>
      );
    }
    if (results.error && traces.length === 0) return <Failure error={results.error} onRetry={results.refetch} />;
    if (results.isLoading && traces.length === 0) return <Skeleton rows={20} />;
    if (traces.length === 0) return <NoResults search={props.search} filter={filter} words={props.rangeWords} />;
  } else if (traces.length === 0) {
    return <Empty title={live.isConnected ? 'Waiting for traces' : 'Connecting'} detail="They are shown as they arrive, the newest first." />;
  }
  if (state.ddg) return <ResultGraph traces={traces} />;
  return (
    <Results
      traces={traces}
      view={state.view}
      isNarrow={props.isNarrow}
      sort={state.sort}
      onSort={(sort) => filter.run({ sort })}
      selected={props.selected}
      onSelect={props.onSelect}
      hrefOf={props.hrefOf}
      attributes={capabilities().uiApi ? attributes : NO_COLUMNS}
      chooser={
        capabilities().uiApi && (
          <ColumnChooser shown={attributes} service={filter.fields.service} search={props.search} onChange={props.onColumns} />
        )
      }
      onPick={(key, value) => filter.runExpression(withPart(filter.expression, wordIs(key, value)))}
      end={!state.live && results.hasMore && <LoadMore results={results} limit={state.limit} isByName={isByName(state.sort)} />}
    />
  );
}

/** Only while traces are shown as they arrive: elsewhere the space bar scrolls. */
function LiveKeys({ live }: { live: Live }) {
  useKeys('Live', [{ key: ' ', label: 'Pause, or go on', run: () => live.setPaused(!live.isPaused) }]);
  return null;
}

function UploadFailure() {
  const error = useUploads((uploads) => uploads.error);
  return error === undefined ? null : <Failure error={error} />;
}
