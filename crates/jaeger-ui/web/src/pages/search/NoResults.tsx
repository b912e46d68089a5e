import { useQuery } from '@tanstack/react-query';

import { getOverview } from '../../api/overview';
import { searchTraces } from '../../api/search';
import { capabilities, config } from '../../app/config';
import { clausesOf } from '../../model/query/clauses';
import type { TraceExpression } from '../../model/query/expression';
import { writeFilter } from '../../model/query/json';
import type { TraceSearch } from '../../model/query/toQuery';
import { clip, count, relative } from '../../model/format';
import { Button } from '../../ui/Button';
import { Empty } from '../../ui/Empty';
import { lookbackLabel, lookbackMicros, PRESETS } from '../../url/lookback';
import { DEFAULT_LOOKBACK } from '../../url/search';
import { FirstTrace } from './FirstTrace';
import type { Filter } from './useFilter';
import { useServices } from './useNames';
import { searchKey } from './searchQuery';

/** Questions that are asked to find out what removed everything. */
const CLAUSES_TRIED = 6;

/** Why nothing was found, and what to do next. */
export function NoResults({ search, filter, words }: { search: TraceSearch; filter: Filter; words: string }) {
  const { services, isLoading } = useServices();
  // Traces named by their ids are looked for at any time.
  const isByIds = search.traceIds !== undefined;
  const { data: newest, isError } = useQuery({
    queryKey: ['newest', searchKey(search)],
    queryFn: ({ signal }) => findNewest(search, signal),
    enabled: !isByIds,
    retry: false,
  });
  const { data: culprit } = useQuery({
    queryKey: ['culprit', searchKey(search)],
    queryFn: ({ signal }) => findCulprit(search, filter.expression, signal),
    enabled: capabilities().uiApi && !isByIds,
    retry: false,
  });
  const now = BigInt(Date.now()) * 1_000_000n;
  // A guess, where it cannot be asked; until it is known nothing is offered that would be taken back.
  const lookback = newest ? lookbackTo(newest) : isError ? widerThan(search) : undefined;
  if (search.endNano < search.startNano) {
    return (
      <Empty title="The range ends before it begins" detail="No trace can lie in it.">
        <Button kind="primary" onClick={() => filter.run({ lookback: DEFAULT_LOOKBACK })}>
          {lookbackLabel(DEFAULT_LOOKBACK)}
        </Button>
      </Empty>
    );
  }
  if (services.length === 0 && !isLoading) return <FirstTrace onArrived={() => filter.run()} />;
  return (
    <Empty
      title={`No traces ${words}`}
      detail={
        <>
          {newest && <p>The newest trace that fits started {relative(newest, now)}.</p>}
          {culprit && (
            <p>
              Without <code className="data">{clip(culprit.text, 160)}</code> there are {count(culprit.traces)}
              {culprit.truncated ? '+' : ''}.
            </p>
          )}
          {newest === null && <p>Nor are there any in the last {config().search.maxLookback.label.toLowerCase()}.</p>}
        </>
      }
    >
      {lookback !== undefined && (
        <Button kind="primary" onClick={() => filter.run({ lookback })}>
          {lookbackLabel(lookback)}
        </Button>
      )}
      {culprit && (
        <Button onClick={() => filter.runExpression(culprit.without)}>
          Search without it
        </Button>
      )}
    </Empty>
  );
}

/** When the newest trace that fits began, as far back as may be asked; null when there is none. */
async function findNewest(search: TraceSearch, signal: AbortSignal): Promise<bigint | null> {
  const back = lookbackMicros(config().search.maxLookback.value) ?? 0;
  const startNano = search.endNano - BigInt(back) * 1000n;
  if (startNano >= search.startNano || search.endNano < search.startNano) return null;
  const { summaries } = await searchTraces({ ...search, startNano, limit: 1, sort: 'start_desc' }, undefined, signal);
  return summaries[0]?.startUnixNano ?? null;
}

interface Culprit {
  text: string;
  traces: number;
  truncated: boolean;
  without: TraceExpression;
}

/** The condition without which most is found; null when there is none. */
async function findCulprit(search: TraceSearch, expression: TraceExpression, signal: AbortSignal): Promise<Culprit | null> {
  const clauses = clausesOf(expression).slice(0, CLAUSES_TRIED);
  const tried = await Promise.all(
    clauses.map(async ({ text, without }): Promise<Culprit> => {
      const asked: TraceSearch = { ...search, q: undefined, filter: writeFilter(without) };
      const { traces, truncated } = await getOverview(asked, signal);
      return { text, without, traces, truncated };
    }),
  );
  const [best] = tried.filter(({ traces }) => traces > 0).sort((a, b) => b.traces - a.traces);
  return best ?? null;
}

/** The shortest preset that reaches back to a moment. */
function lookbackTo(moment: bigint): string | undefined {
  const micros = Number((BigInt(Date.now()) * 1_000_000n - moment) / 1000n);
  return PRESETS.find((preset) => (lookbackMicros(preset) ?? 0) > micros && preset !== '5m');
}

function widerThan({ startNano, endNano }: TraceSearch): string | undefined {
  const micros = Math.max(Number((endNano - startNano) / 1000n), 6e8);
  return PRESETS.find((preset) => (lookbackMicros(preset) ?? 0) >= micros * 5.9);
}
