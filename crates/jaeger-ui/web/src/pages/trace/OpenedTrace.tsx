import { useEffect } from 'react';

import { config, useTerms } from '../../app/config';
import type { SetState } from '../../app/urlState';
import { useEmbed } from '../../app/urlState';
import { rowOfSpanId } from '../../model/columns';
import { TabPanel, Tabs } from '../../ui/Tabs';
import { useAfterPaint } from '../../ui/useAfterPaint';
import { useWindowClass } from '../../ui/useWindowClass';
import type { TraceState, TraceView } from '../../url/trace';
import { DetailSide } from './DetailSide';
import { SpanDetail } from './detail/SpanDetail';
import { FilterBar } from './FilterBar';
import { FindingChips } from './FindingChips';
import { Header } from './Header';
import { Minimap } from './Minimap';
import { NarrowHeader } from './NarrowHeader';
import { Notices } from './Notices';
import { panelOf } from './panel';
import { SelfTimeBar } from './SelfTimeBar';
import { Timeline } from './timeline/Timeline';
import toolbar from './Toolbar.module.css';
import styles from './TracePage.module.css';
import { useGenAi } from './useGenAi';
import { useTraceKeys } from './useTraceKeys';
import type { OpenTrace } from './view';
import { preloadViews, VIEWS } from './views';
import { useWork } from './work';

/** By then the trace itself is drawn. */
const PRELOAD_AFTER_MS = 300;

export interface OpenedTraceProps {
  trace: OpenTrace;
  /** For what is asked of the trace and kept. */
  traceKey: string;
  state: TraceState;
  set: SetState<TraceState>;
}

/** A trace that was loaded, with all that is done with it. */
export function OpenedTrace({ trace, traceKey, state, set }: OpenedTraceProps) {
  const work = useWork(trace, traceKey, state, set);
  const embed = useEmbed();
  const room = useWindowClass();
  // What a trace is, and its shape, are on the screen before its rows are drawn.
  const isHeaderPainted = useAfterPaint('trace:header');
  useTraceKeys(work);
  useSpanOfOldLink(work.model.columns, state, set);
  useEffect(() => {
    const timer = setTimeout(preloadViews, PRELOAD_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);

  const { view: asked } = state;
  const hasGenAi = useGenAi(work);
  const isHidden = (asked === 'genai' && !hasGenAi) || (asked === 'json' && config().disableJsonView);
  const view = isHidden ? 'timeline' : asked;
  const View = view === 'timeline' ? undefined : VIEWS[view];
  const place = room === 'narrow' ? 'sheet' : panelOf(state, room === 'wide');
  const isOpen = work.selected >= 0 && place !== 'off';
  const detail = isOpen ? <SpanDetail work={work} row={work.selected} onClose={() => set({ sel: undefined })} /> : null;
  const hasSummary = !embed.collapseTitle && !embed.hideSummary;
  const isInline = place === 'inline' && view === 'timeline';

  return (
    <>
      <Notices work={work} />
      {room === 'narrow' ? (
        <NarrowHeader work={work} facts={hasSummary} />
      ) : (
        <>
          <Header work={work} facts={hasSummary} />
          {hasSummary && (
            <div className={styles.summary}>
              <SelfTimeBar work={work} />
              <FindingChips work={work} />
            </div>
          )}
        </>
      )}
      {!embed.hideMinimap && <Minimap work={work} />}
      <div className={toolbar.toolbar}>
        <Tabs
          label="Views of the trace"
          value={view}
          // What is open in one view has a number of that view.
          onChange={(id) => set({ view: id as TraceView, node: undefined, event: undefined }, { push: true })}
          tabs={useViewTabs(hasGenAi)}
        />
        <FilterBar work={work} />
      </div>
      <div className={styles.content}>
        <TabPanel id={view} active>
          {!isHeaderPainted ? null : View === undefined ? (
            <Timeline key={traceKey} work={work} stacked={room === 'narrow'} inline={isInline ? detail : null} />
          ) : (
            <View trace={trace} state={state} set={set} matches={work.matches.rows} select={work.select} />
          )}
        </TabPanel>
        {isHeaderPainted && detail !== null && !isInline && <DetailSide sheet={place === 'sheet'}>{detail}</DetailSide>}
      </div>
    </>
  );
}

function useViewTabs(hasGenAi: boolean): { id: TraceView; label: string }[] {
  const { events } = useTerms();
  const tabs: { id: TraceView; label: string }[] = [
    { id: 'timeline', label: 'Timeline' },
    { id: 'flame', label: 'Flame' },
    { id: 'graph', label: 'Graph' },
    { id: 'stats', label: 'Statistics' },
    { id: 'spans', label: 'Spans' },
    { id: 'events', label: events },
  ];
  if (!config().disableJsonView) tabs.push({ id: 'json', label: 'JSON' });
  if (hasGenAi) tabs.push({ id: 'genai', label: 'GenAI' });
  return tabs;
}

/** A link of Jaeger's to a span says its id in the find box. */
function useSpanOfOldLink(columns: OpenTrace['model']['columns'], state: TraceState, set: SetState<TraceState>): void {
  useEffect(() => {
    const id = state.uiFind?.trim() ?? '';
    if (state.sel !== undefined || !/^[0-9a-f]{16}$/i.test(id) || rowOfSpanId(columns, id) < 0) return;
    set({ sel: id.toLowerCase(), uiFind: undefined });
    // Only for the address with which the trace was opened.
  }, []);
}
