import { useEffect, useMemo, useState } from 'react';
import { useLocation } from 'wouter';

import type { Selection } from '../../api/incommon';
import type { TraceSummary } from '../../api/summaries';
import { capabilities } from '../../app/config';
import { useKeys } from '../../app/keys';
import { Page } from '../../app/Page';
import { useAddress } from '../../app/address';
import { useSearches } from '../../app/searches';
import { useEmbed, useSearchState } from '../../app/urlState';
import { count, duration } from '../../model/format';
import { writeGoDuration } from '../../model/query/goDuration';
import { toQuery } from '../../model/query/toQuery';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { toast } from '../../ui/toast';
import { lookbackLabel } from '../../url/lookback';
import { parseQuery } from '../../url/base';
import { isBareSearch, rangeOf } from '../../url/search';
import { traceHref } from '../../url/trace';
import { Builder } from './Builder';
import { asKept } from './describe';
import { Facets } from './Facets';
import { InCommon } from './InCommon';
import { Kept } from './Kept';
import { isLastSearch } from './lastSearch';
import { LastSearchNote } from './LastSearchNote';
import { PlotPane } from './PlotPane';
import { QueryLine } from './QueryLine';
import { threeFigures } from './region';
import type { Region } from './region';
import { ResultsPane } from './ResultsPane';
import styles from './search.module.css';
import { SearchForm } from './SearchForm';
import { TimeRange } from './TimeRange';
import { compareSelected } from './Tray';
import { useDownload } from './useDownload';
import { useFilter } from './useFilter';
import { useOpened } from './useOpened';
import { useLive } from './useLive';
import { useNarrow } from '../../ui/useNarrow';
import { useResults } from './useResults';
import type { PlotMode } from './Toolbar';

const NONE: readonly string[] = [];

/** The search page for an address that asks for something, or for a first visit. */
export function Search() {
  const [state, set] = useSearchState();
  const { state: entry, search: query } = useAddress();
  const { embedded, hideGraph } = useEmbed();
  const [, navigate] = useLocation();
  const isNarrow = useNarrow();
  const filter = useFilter(state, set);
  const remember = useSearches((searches) => searches.remember);
  const forgetLast = useSearches((searches) => searches.forgetLast);
  // A first visit, and a search made again, are about now whenever that is.
  const opened = useOpened(state, set, isBareSearch(parseQuery(query)) || isLastSearch(entry));
  const search = useMemo(() => toQuery(state, opened), [state, opened]);
  const range = useMemo(() => rangeOf(state, opened), [state, opened]);
  const { uiApi, searchWithoutServiceName } = capabilities();
  const isServiceMissing = !uiApi && !searchWithoutServiceName && !state.service && !state.traceIds;
  const isUnreadable = filter.error !== undefined && !filter.isEdited;
  const results = useResults(search, !isServiceMissing && !isUnreadable);
  const live = useLive(search, state.live);
  const [plot, setPlot] = useState<PlotMode>('heat');
  const [subject, setSubject] = useState<{ selection: Selection; words: string }>();
  const [isSheetOpen, setSheetOpen] = useState(false);
  const [isBuilding, setBuilding] = useState(false);
  const [downloading, download] = useDownload();

  const selected = state.selected ?? NONE;
  const kept = useMemo(() => asKept(state, filter.isEdited ? '' : filter.text), [state, filter.isEdited, filter.text]);
  const asked = `${filter.text} ${state.start} ${state.end} ${state.lookback}`;
  const [restored] = useState(() => (isLastSearch(entry) ? asked : undefined));
  const counted = String(state.facets);
  const isAsked = state.start !== undefined && !filter.isEdited;
  useEffect(() => {
    if (isAsked && filter.text !== '') remember(kept);
    else if (isAsked) forgetLast();
    // A search is remembered when it is made or counts something else, not when its list is shown otherwise.
  }, [isAsked, state.start, state.end, filter.text, state.sort, counted, remember, forgetLast]);
  useEffect(() => setSheetOpen(false), [state.start, state.end]);

  const hrefOf = ({ traceId }: TraceSummary) => traceHref(traceId, { uiFind: state.spanLinks?.[traceId] });
  const select = (traceId: string, on: boolean) =>
    set(({ selected: before = [] }) => {
      const others = before.filter((id) => id !== traceId);
      const next = on ? [...others, traceId] : others;
      return { selected: next.length > 0 ? next : undefined };
    });
  const clear = () => set({ selected: undefined });
  // What arrived meanwhile is in the list that follows.
  const toggleLive = () => {
    if (state.live && !filter.error) filter.run({ live: false });
    else set(({ live: isOn }) => ({ live: !isOn }), { push: true });
  };
  const narrow = ({ start, end, min, max }: Region) =>
    filter.runFields(
      {
        // As people write it, and no smaller than what was drawn.
        traceDurationMin: writeGoDuration(BigInt(threeFigures(min, Math.floor))),
        traceDurationMax: writeGoDuration(BigInt(threeFigures(max, Math.ceil))),
      },
      { lookback: 'custom', start: Number(start / 1000n), end: Number(end / 1000n) },
    );
  const askSelected = () =>
    setSubject({ selection: { traceIds: selected }, words: `${count(selected.length)} ticked traces beside the others of this search` });
  const askFailed = () => setSubject({ selection: { errors: true }, words: 'The failed traces beside the others of this search' });
  const askSlow = (p95: number) =>
    setSubject({ selection: { durationMin: String(p95) }, words: `The traces of ${duration(p95)} and more beside the others of this search` });
  useKeys('Search', [
    { key: '/', label: 'To the query line', run: () => document.querySelector<HTMLElement>('[data-query-line]')?.focus() },
    { key: 'r', label: 'Run again', run: () => filter.run() },
    { key: 'l', label: 'Traces as they arrive, on or off', run: toggleLive },
    {
      key: 'c',
      label: 'Compare the ticked traces',
      run: () => (selected.length > 1 ? navigate(compareSelected(selected)) : toast('Tick two traces with x first')),
    },
  ]);

  const form = (
    <>
      <SearchForm filter={filter} state={state} search={search} />
      {results.overview && results.overview.traces > 0 && (
        <Facets
          overview={results.overview}
          filter={filter}
          search={search}
          keys={state.facets ?? NONE}
          onKeys={(keys) => set({ facets: keys.length > 0 ? keys : undefined })}
        />
      )}
      <Kept current={kept} />
    </>
  );
  const wordsOfRange = state.lookback === 'custom' ? 'in this range' : `in the ${lookbackLabel(state.lookback).toLowerCase()}`;
  const rangeWords = state.traceIds ? 'with these ids' : wordsOfRange;
  return (
    <Page title={filter.text === '' ? 'Search' : `Search: ${kept.name}`} wide>
      <a href="#results" className="visually-hidden" onClick={focusResults}>
        Skip to the results
      </a>
      <div className={styles.page}>
        {!embedded && !isNarrow && (
          <aside aria-label="Filter" className={styles.side}>
            {form}
          </aside>
        )}
        <div className={styles.content}>
          {!embedded && (
            <div className={styles.query}>
              {isNarrow && (
                <Button icon="filter" onClick={() => setSheetOpen(true)}>
                  Filters
                </Button>
              )}
              {!isNarrow && (
                <>
                  <QueryLine
                    filter={filter}
                    search={search}
                    disabledBecause={uiApi ? undefined : 'This server is searched by the form: it does not know the query language'}
                  />
                  {uiApi && (
                    <Button kind="quiet" aria-expanded={isBuilding} aria-controls="builder" onClick={() => setBuilding(!isBuilding)}>
                      Builder
                    </Button>
                  )}
                </>
              )}
              <TimeRange state={state} range={range} onChange={(patch) => filter.run(patch)} />
              <Button
                kind="primary"
                disabled={filter.error !== undefined || isServiceMissing}
                onClick={() => {
                  filter.run();
                  if (state.lookback === 'custom') results.refetch();
                }}
              >
                Run
              </Button>
            </div>
          )}
          {isBuilding && !isNarrow && uiApi && (
            <section id="builder" aria-label="Conditions" className={styles.builder}>
              <Builder key={state.q ?? ''} filter={filter} search={search} />
            </section>
          )}
          {asked === restored && <LastSearchNote />}
          <ResultsPane
            state={state}
            results={results}
            live={live}
            search={search}
            filter={filter}
            isNarrow={isNarrow}
            isServiceMissing={isServiceMissing}
            rangeWords={rangeWords}
            plot={hideGraph ? 'none' : plot}
            downloading={downloading}
            onPlot={setPlot}
            onView={(view) =>
              set(view === 'ddg' ? { ddg: true } : { ddg: false, view: view === 'cards' ? 'cards' : 'table' }, { push: true })
            }
            onLive={toggleLive}
            onDownload={(ids) => void download(ids)}
            onSelect={select}
            onClear={clear}
            onAskSelected={askSelected}
            onAskFailed={askFailed}
            onAskSlow={askSlow}
            hrefOf={hrefOf}
            onColumns={(cols) => set({ cols: cols.length > 0 ? cols : undefined })}
            plotPane={(mode) => (
              <PlotPane
                results={results}
                search={search}
                mode={mode}
                hrefOf={hrefOf}
                onNarrow={narrow}
                onInCommon={(selection, words) => setSubject({ selection, words: `${words}, beside the others of this search` })}
              />
            )}
          />
        </div>
        {subject && <InCommon search={search} subject={subject} filter={filter} onClose={() => setSubject(undefined)} />}
      </div>
      <Dialog title="Filters" open={isSheetOpen} onClose={() => setSheetOpen(false)}>
        <div className={styles.sheet}>
          <QueryLine filter={filter} search={search} disabledBecause={uiApi ? undefined : 'This server is searched by the form'} />
          {form}
        </div>
      </Dialog>
    </Page>
  );
}

/** By hand: a link of `#results` would be taken from the base path and not from this page. */
function focusResults(event: { preventDefault(): void }) {
  event.preventDefault();
  document.querySelector<HTMLElement>('[role="grid"][aria-label="Traces"] [role="row"][tabindex="0"]')?.focus();
}
