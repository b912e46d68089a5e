import { useQuery } from '@tanstack/react-query';

import { getInCommon } from '../../api/incommon';
import type { Found, InCommon as Answer, Selection } from '../../api/incommon';
import { attributeIs, withPart } from '../../model/query/clauses';
import type { TraceExpression } from '../../model/query/expression';
import { parse } from '../../model/query/parse';
import type { TraceSearch } from '../../model/query/toQuery';
import { quote } from '../../model/query/words';
import { clip, count, percent } from '../../model/format';
import { Empty } from '../../ui/Empty';
import { Failure } from '../../ui/Failure';
import { IconButton } from '../../ui/IconButton';
import { Skeleton } from '../../ui/Skeleton';
import styles from './InCommon.module.css';
import type { Filter } from './useFilter';
import { searchKey } from './searchQuery';

export interface InCommonProps {
  search: TraceSearch;
  /** Who is asked about, and in words. */
  subject: { selection: Selection; words: string };
  filter: Filter;
  onClose(): void;
}

/** What sets some of the results apart from the rest, the clearest first. */
export function InCommon({ search, subject, filter, onClose }: InCommonProps) {
  const { selection, words } = subject;
  const { data, error, refetch } = useQuery({
    queryKey: ['in common', searchKey(search), selection],
    queryFn: ({ signal }) => getInCommon(search, selection, signal),
  });
  const pick = (found: Found) => {
    const part = partOf(found);
    if (!part) return;
    filter.runExpression(withPart(filter.expression, part));
    // Of what is found then, all have it in common.
    onClose();
  };
  return (
    <aside aria-label="What these have in common" className={styles.drawer}>
      <div className={styles.head}>
        <h2 className={styles.title}>What do these have in common?</h2>
        <IconButton icon="close" label="Close" onClick={onClose} />
      </div>
      <p className={styles.words}>{words}</p>
      {error && <Failure error={error} onRetry={() => void refetch()} />}
      {data && <Findings answer={data} onPick={pick} />}
      {!data && !error && <Skeleton rows={8} height={48} />}
    </aside>
  );
}

function Findings({ answer, onPick }: { answer: Answer; onPick(found: Found): void }) {
  const { selected, rest, truncated, found } = answer;
  const telling = found.filter(({ defining }) => !defining);
  const defining = found.filter((one) => one.defining);
  if (rest === 0 || selected === 0) {
    return (
      <Empty
        title={selected === 0 ? 'None of these traces is among the results any more' : 'There is nothing to compare them with'}
        detail="What these have in common shows beside the other traces of the search: search for more than these alone."
      />
    );
  }
  return (
    <div className={styles.body}>
      <p className={styles.sides}>
        <span className={styles.keySelected} aria-hidden="true" /> these {count(selected)}
        <span className={styles.keyRest} aria-hidden="true" /> the other {count(rest)}
        {truncated && <span className="muted">of the newest</span>}
      </p>
      {telling.length === 0 && (
        <Empty title="Nothing sets them apart" detail="Every attribute, service and span name is about as frequent in the others." />
      )}
      <List found={telling} answer={answer} onPick={onPick} />
      {defining.length > 0 && (
        <>
          <h3 className={styles.subtitle}>What they were chosen by</h3>
          <List found={defining} answer={answer} onPick={onPick} />
        </>
      )}
    </div>
  );
}

function List({ found, answer, onPick }: { found: readonly Found[]; answer: Answer; onPick(found: Found): void }) {
  return (
    <ol role="list" className={styles.list}>
      {found.map((one) => (
        <li key={`${one.kind} ${one.key} ${one.value}`}>
          <button
            type="button"
            className={styles.finding}
            title={clip(`Add to the search: ${titleOf(one)}`)}
            onClick={() => onPick(one)}
          >
            <span className={styles.statement}>
              <span className={`cut ${styles.key}`}>{clip(labelOf(one), 80)}</span>
              <span className={`cut ${styles.value}`}>{clip(one.value, 120)}</span>
            </span>
            <Side n={one.selected} of={answer.selected} isSelected />
            <Side n={one.rest} of={answer.rest} />
          </button>
        </li>
      ))}
    </ol>
  );
}

function Side({ n, of, isSelected = false }: { n: number; of: number; isSelected?: boolean }) {
  const share = of > 0 ? n / of : 0;
  return (
    <span className={styles.side} title={percent(share)}>
      <span aria-hidden="true" className={styles.track}>
        <span className={isSelected ? styles.barSelected : styles.barRest} style={{ width: `${100 * share}%` }} />
      </span>
      <span className={styles.counts}>
        {count(n)} of {count(of)}
      </span>
    </span>
  );
}

function labelOf({ kind, key }: Found): string {
  switch (kind) {
    case 'attribute':
      return key;
    case 'failing-span':
      return `fails in ${key}`;
    case 'service':
      return 'has service';
    case 'name':
      return `span of ${key}`;
    case 'scope':
      return 'instrumented by';
  }
}

function titleOf(one: Found): string {
  return `${labelOf(one)} ${one.value}`;
}

/** What holds of a trace when the finding does, on whichever span. */
function partOf({ kind, key, value }: Found): TraceExpression | undefined {
  switch (kind) {
    case 'attribute':
      return attributeIs(key, value);
    case 'failing-span':
      return read(`{ service = ${quote(key)} && span:name = ${quote(value)} && span:status = error }`);
    case 'service':
      return read(`{ trace:services = ${quote(value)} }`);
    case 'name':
      return read(`{ service = ${quote(key)} && span:name = ${quote(value)} }`);
    case 'scope':
      return read(`{ instrumentation:name = ${quote(value)} }`);
  }
}

function read(text: string): TraceExpression | undefined {
  const parsed = parse(text);
  return parsed.error ? undefined : parsed.expression;
}
