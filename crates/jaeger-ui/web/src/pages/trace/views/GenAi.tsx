import { useCallback, useMemo, useState } from 'react';

import { count } from '../../../model/format';
import { converse } from '../../../model/genai/conversation';
import type { Turn } from '../../../model/genai/conversation';
import { totalsOf } from '../../../model/genai/totals';
import { Button } from '../../../ui/Button';
import { Empty } from '../../../ui/Empty';
import { Failure } from '../../../ui/Failure';
import { Skeleton } from '../../../ui/Skeleton';
import { traceHref } from '../../../url/trace';
import type { ViewProps } from '../view';
import own from './genai/GenAi.module.css';
import { Sums } from './genai/Sums';
import { takingPart } from './genai/takingPart';
import { textAs, TextChoice } from './genai/TextChoice';
import { TurnItem } from './genai/TurnItem';
import { useSteps } from './genai/useSteps';
import { summaryWords } from './genai/words';
import { useLoaded } from './useLoaded';
import styles from './views.module.css';

// For the detail of a span, in the same file for the browser.
export { SpanConversation } from './genai/SpanConversation';

/** So many steps are unfolded from the start. */
const OPEN = 20;

/** What agents, models and tools said to each other, in order. */
export default function GenAi({ trace, state, set, matches, select }: ViewProps) {
  const { columns, derived } = trace.model;
  const found = useLoaded((signal) => takingPart(trace, signal), [trace]);
  const rows = useMemo(() => {
    const kept = matches && new Set(matches);
    return kept ? found.data?.filter((row) => kept.has(row)) : found.data;
  }, [found.data, matches]);
  const loaded = useSteps(trace, rows);
  const turns = useMemo(() => converse(derived, loaded.rows, loaded.steps), [derived, loaded.rows, loaded.steps]);
  const totals = useMemo(() => totalsOf(columns, turns), [columns, turns]);
  /** Rows that are folded against the rule, or unfolded against it. */
  const [toggled, setToggled] = useState<ReadonlySet<number>>(new Set());
  const toggle = useCallback((row: number) => {
    setToggled((before) => {
      const next = new Set(before);
      if (!next.delete(row)) next.add(row);
      return next;
    });
  }, []);
  const base = useMemo(() => ({ ...state, view: 'timeline' as const, sel: undefined }), [state]);
  const serviceOf = (turn: Turn) => columns.services[columns.service[turn.row]];

  if (found.error !== undefined) return <Failure error={found.error} onRetry={found.retry} />;
  if (rows?.length === 0) {
    return matches && found.data?.length !== 0 ? (
      <Empty title="No step of a conversation matches" detail="Change the text in the find box, or switch filters off." />
    ) : (
      <Empty title="No conversation in this trace" detail="Its spans have no attributes of OpenTelemetry's conventions for generative AI." />
    );
  }
  const left = (rows?.length ?? 0) - loaded.read;
  return (
    <section aria-label="GenAI" className={styles.view}>
      <div className={styles.bar}>
        <span className={styles.note} role="status">
          {turns.length === 0 ? 'Loading' : summaryWords(totals)}
          {turns.length > 0 && left > 0 && `, in the first ${count(loaded.read)} of ${count(loaded.read + left)} steps`}
          {matches && ', of spans that match'}
        </span>
        <span className={styles.push}>
          <TextChoice state={state} set={set} />
        </span>
      </div>
      <div className={own.scroller}>
        {turns.length > 0 && <Sums totals={totals} />}
        <h2>Conversation</h2>
        <ol role="list">
          {turns.map((turn, at) => (
            <TurnItem
              key={turn.row}
              turn={turn}
              service={turn.parent >= 0 && serviceOf(turns[turn.parent]) === serviceOf(turn) ? undefined : serviceOf(turn)}
              start={columns.start[turn.row]}
              duration={columns.duration[turn.row]}
              href={traceHref(columns.traceId, { ...base, sel: turn.step.spanId })}
              as={textAs(state)}
              isOpen={at < OPEN !== toggled.has(turn.row)}
              isCurrent={state.sel === turn.step.spanId}
              onToggle={toggle}
              onSelect={select}
            />
          ))}
        </ol>
        {loaded.error !== undefined && <Failure error={loaded.error} onRetry={loaded.retry} />}
        {loaded.loading && <Skeleton rows={8} height={28} />}
        {!loaded.loading && loaded.error === undefined && left > 0 && (
          <Button onClick={loaded.more}>Load more of the {count(left)} steps that follow</Button>
        )}
      </div>
    </section>
  );
}
