import { Link } from 'wouter';

import type { FoundPaths } from '../../api/paths';
import { useTerms } from '../../app/config';
import type { SetState } from '../../app/urlState';
import { clip, count, counted } from '../../model/format';
import { Button } from '../../ui/Button';
import { Empty } from '../../ui/Empty';
import { lookbackLabel } from '../../url/lookback';
import type { PathsState } from '../../url/paths';
import { searchHref } from '../../url/search';

const LONGEST = '7d';

export interface NoPathsProps {
  found: FoundPaths;
  service: string;
  state: PathsState;
  set: SetState<PathsState>;
}

/** Why there is nothing to draw, and what might help. */
export function NoPaths({ found, service, state, set }: NoPathsProps) {
  const { spanName, spanNames } = useTerms();
  const { operation, start, end, lookback } = state;
  const when = start === undefined ? `in the ${lookbackLabel(lookback).toLowerCase()}` : 'in this time';
  const name = operation === undefined ? clip(service, 100) : `${clip(service, 100)} ${clip(operation, 100)}`;
  const isNone = found.traces.length === 0 && found.large === 0;
  return (
    <Empty
      title={isNone ? `No traces of ${name} ${when}.` : `No paths through ${name} ${when}.`}
      detail={
        isNone
          ? `It may be called otherwise, or have sent nothing then.${operation === undefined ? '' : ` A ${spanName.toLowerCase()} must be written as it is in the spans.`}`
          : `${counted(found.traces.length, 'trace')} read, ${count(found.large)} left out as too large: none of them has a span of it.`
      }
    >
      {operation !== undefined && (
        <Button onClick={() => set({ operation: undefined }, { push: true })}>All {spanNames.toLowerCase()}</Button>
      )}
      {lookback !== LONGEST && (
        <Button onClick={() => set({ lookback: LONGEST, start: undefined, end: undefined }, { push: true })}>
          {lookbackLabel(LONGEST)}
        </Button>
      )}
      <Link href={searchHref({ service, operation, start, end, lookback: start === undefined ? lookback : 'custom' })}>Search its traces</Link>
    </Empty>
  );
}
