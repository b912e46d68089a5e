import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';

import type { TraceSource } from '../../api/source';
import { useTerms } from '../../app/config';
import { alignTraces } from '../../model/align';
import { surveyAttributes } from '../../model/attributeSurvey';
import type { AttributeSurvey, SpanPair } from '../../model/attributeSurvey';
import { spanIdOf } from '../../model/columns';
import { clip, count } from '../../model/format';
import type { Column } from '../../ui/DataTable';
import { Empty } from '../../ui/Empty';
import { Failure } from '../../ui/Failure';
import { Skeleton } from '../../ui/Skeleton';
import { useNarrow } from '../../ui/useNarrow';
import { AttributePairs } from './AttributePairs';
import styles from './Attributes.module.css';
import type { ModeProps } from './Comparison';
import { DiffGrid } from './DiffGrid';

/** Details of more spans than this are not fetched; the first ones stand near the root. */
const PAIRS = 400;

/** What a phone has room for. */
const NARROW = new Set(['key', 'a', 'b']);

const keyOf = ({ scope, key }: AttributeSurvey) => `${scope}.${key}`;

/** Attributes in which spans that are the same call differ. */
export function Attributes({ a, b, state, current, onCurrent, onDifferences }: ModeProps) {
  const terms = useTerms();
  const aligned = useMemo(() => alignTraces(a.model, b.model), [a, b]);
  const query = useQuery({
    queryKey: [
      'compared-attributes',
      a.model.columns.traceId,
      a.model.columns.etag,
      b.model.columns.traceId,
      b.model.columns.etag,
    ],
    staleTime: Number.POSITIVE_INFINITY,
    structuralSharing: false,
    queryFn: ({ signal }) => fetchPairs(a, b, aligned, signal),
  });
  const survey = useMemo(() => query.data && surveyAttributes(query.data), [query.data]);
  const rows = useMemo(() => {
    const text = state.uiFind?.trim().toLowerCase() ?? '';
    return survey?.filter((row) => [row.key, row.a, row.b].some((part) => part?.toLowerCase().includes(text)));
  }, [survey, state.uiFind]);
  useEffect(() => onDifferences(rows?.map(keyOf) ?? []), [rows, onDifferences]);
  const narrow = useNarrow();
  const columns = useMemo(() => columnsOf(terms).filter(({ id }) => !narrow || NARROW.has(id)), [terms, narrow]);

  if (query.isError) return <Failure error={query.error} onRetry={() => void query.refetch()} />;
  if (!rows || !query.data) {
    return (
      <div className={styles.pad}>
        <Skeleton rows={10} />
      </div>
    );
  }
  if (aligned.matched === 0)
    return (
      <Empty
        title="No span of A is the same call as one of B."
        detail="Spans are compared that have the same service, name and place in the tree."
      />
    );
  if (rows.length === 0) {
    return (
      <Empty
        title={
          state.uiFind ? 'No attribute that differs has this in its key or values.' : 'All attributes are the same.'
        }
        detail={
          query.data.length < aligned.matched &&
          `${count(query.data.length)} of the ${count(aligned.matched)} spans that are in both were compared.`
        }
      />
    );
  }
  const chosen = rows.find((row) => keyOf(row) === current);
  return (
    <>
      <p className={styles.note}>
        {count(query.data.length)} {query.data.length < aligned.matched && `of ${count(aligned.matched)} `}
        spans that are in both were compared. First what changed alike everywhere, last what is always different.
      </p>
      <div className={styles.columns}>
        <DiffGrid
          label="Attributes that differ"
          rows={rows}
          rowKey={keyOf}
          columns={columns}
          rowHeight={28}
          current={current}
          onCurrent={onCurrent}
        />
        {chosen && <AttributePairs row={chosen} pairs={query.data} a={a} b={b} />}
      </div>
    </>
  );
}

async function fetchPairs(
  a: TraceSource,
  b: TraceSource,
  rows: { a: Int32Array; b: Int32Array },
  signal: AbortSignal,
): Promise<SpanPair[]> {
  const ids: { a: string; b: string }[] = [];
  for (let index = 0; index < rows.a.length && ids.length < PAIRS; index++) {
    if (rows.a[index] < 0 || rows.b[index] < 0) continue;
    ids.push({ a: spanIdOf(a.model.columns, rows.a[index]), b: spanIdOf(b.model.columns, rows.b[index]) });
  }
  const [ofA, ofB] = await Promise.all([
    a.spans(
      ids.map((pair) => pair.a),
      signal,
    ),
    b.spans(
      ids.map((pair) => pair.b),
      signal,
    ),
  ]);
  const [byA, byB] = [new Map(ofA.map((span) => [span.spanId, span])), new Map(ofB.map((span) => [span.spanId, span]))];
  return ids.flatMap((pair) => {
    const [spanA, spanB] = [byA.get(pair.a), byB.get(pair.b)];
    return spanA && spanB ? [{ a: spanA, b: spanB }] : [];
  });
}

function columnsOf(terms: { resource: string; attribute: string }): Column<AttributeSurvey>[] {
  const value = (text: string | undefined) =>
    text === undefined ? (
      <span className="muted">not there</span>
    ) : (
      <span className={`${styles.value} cut`}>{clip(text)}</span>
    );
  return [
    {
      id: 'key',
      label: 'Key',
      width: 'minmax(140px, 1.2fr)',
      title: ({ key }) => clip(key),
      render: ({ key }) => <span className={`${styles.key} cut`}>{clip(key)}</span>,
    },
    {
      id: 'scope',
      label: 'Of',
      width: '80px',
      render: ({ scope }) => <span className="muted">{scope === 'resource' ? terms.resource : 'Span'}</span>,
    },
    {
      id: 'a',
      label: 'A',
      width: 'minmax(104px, 1fr)',
      title: (row) => clip(row.a ?? ''),
      render: (row) => value(row.a),
    },
    {
      id: 'b',
      label: 'B',
      width: 'minmax(104px, 1fr)',
      title: (row) => clip(row.b ?? ''),
      render: (row) => value(row.b),
    },
    {
      id: 'spread',
      label: 'Spans',
      width: '200px',
      render: ({ alike, differ, compared }) => {
        const most = `${count(differ)} of ${count(compared)}`;
        return alike === differ ? (
          <span>
            {most}
            {differ > 1 && ', all alike'}
          </span>
        ) : (
          <span className="muted">
            {most}, {alike === 1 ? 'each another' : `${count(alike)} alike`}
          </span>
        );
      },
    },
  ];
}
