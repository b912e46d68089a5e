import { useEffect, useMemo } from 'react';
import type { ReactNode } from 'react';

import type { TraceSummary } from '../../api/summaries';
import { dateTime } from '../../model/format';
import { DataTable } from '../../ui/DataTable';
import type { Column } from '../../ui/DataTable';
import type { SearchSort } from '../../url/search';
import { Card } from './Card';
import type { CardProps } from './Card';
import { columnsOf, rootTitle, searchSort, tableSort } from './columns';
import { StartTimesButton } from './StartTimesButton';
import { useClock } from './useClock';

export interface ResultsProps {
  traces: readonly TraceSummary[];
  view: 'table' | 'cards';
  /** Two lines a row, where there is no room for columns. */
  isNarrow: boolean;
  sort: SearchSort;
  onSort(sort: SearchSort): void;
  selected: ReadonlySet<string>;
  onSelect(traceId: string, on: boolean): void;
  hrefOf(trace: TraceSummary): string;
  /** Keys of attributes that have a column. */
  attributes: readonly string[];
  chooser?: ReactNode;
  onPick(key: string, value: string): void;
  /** Below the last row. */
  end?: ReactNode;
}

export function Results(props: ResultsProps) {
  const { traces, view, isNarrow, sort, onSort, selected, onSelect, hrefOf, attributes, chooser, onPick, end } = props;
  const clock = useClock(traces);
  const longest = useMemo(() => traces.reduce((max, { durationNano }) => Math.max(max, durationNano), 0), [traces]);
  const withDate = useMemo(() => spansDays(traces, clock.zone), [traces, clock.zone]);
  const isCards = view === 'cards' || isNarrow;
  const columns = useMemo(
    () =>
      isCards
        ? [cardColumn({ longest, clock, isFull: !isNarrow, attributes: isNarrow ? NONE : attributes, chooser })]
        : columnsOf({ clock, longest, withDate, attributes, chooser, onPick }),
    [isCards, isNarrow, longest, clock, withDate, attributes, chooser, onPick],
  );
  useMarks(traces.length > 0);
  return (
    <DataTable
      label="Traces"
      rows={traces}
      rowKey={keyOf}
      columns={columns}
      rowHeight={isCards ? (isNarrow ? 56 : 84) : 28}
      sort={isCards ? undefined : tableSort(sort)}
      onSort={(next) => {
        const word = searchSort(next);
        if (word) onSort(word);
      }}
      rowHref={hrefOf}
      selected={selected}
      onSelect={onSelect}
      end={end}
    />
  );
}

const keyOf = ({ traceId }: TraceSummary) => traceId;

const NONE: readonly string[] = [];

function cardColumn({ chooser, ...context }: Omit<CardProps, 'trace'> & { chooser?: ReactNode }): Column<TraceSummary> {
  return {
    id: 'trace',
    label: 'Traces',
    tool: (
      <>
        <StartTimesButton />
        {context.isFull && chooser}
      </>
    ),
    width: '1fr',
    title: rootTitle,
    render: (trace) => <Card trace={trace} {...context} />,
  };
}

function spansDays(traces: readonly TraceSummary[], zone: string): boolean {
  if (traces.length === 0) return false;
  let [first, last] = [traces[0].startUnixNano, traces[0].startUnixNano];
  for (const { startUnixNano } of traces) {
    if (startUnixNano < first) first = startUnixNano;
    if (startUnixNano > last) last = startUnixNano;
  }
  return dateTime(first, zone).slice(0, 10) !== dateTime(last, zone).slice(0, 10);
}

let isMarked = false;

/** Tells the bench when the first results were there. */
function useMarks(hasResults: boolean): void {
  useEffect(() => {
    if (!hasResults || isMarked) return;
    isMarked = true;
    requestAnimationFrame(() => {
      performance.mark('search:first-result');
      setTimeout(() => performance.mark('search:interactive'));
    });
  }, [hasResults]);
}
