// Groups and their groups as the lines of one table.

import type { Statistics, StatisticsTable } from '../../../../model/stats';
import type { TableSort } from '../../../../ui/DataTable';

export interface Line {
  key: string;
  /** The group that it is part of. */
  within?: Statistics;
  figures: Statistics;
}

type Figure = 'count' | 'errors' | 'total' | 'self' | 'average' | 'p50' | 'p90' | 'p99' | 'max' | 'share';

export const FIGURES: readonly Figure[] = [
  'count', 'errors', 'total', 'self', 'share', 'average', 'p50', 'p90', 'p99', 'max',
];

/** Each group stands before its parts; both in the same order. */
export function linesOf({ rows }: StatisticsTable, sort: TableSort): Line[] {
  const compare = order(sort);
  const lines: Line[] = [];
  for (const [at, group] of rows.toSorted(compare).entries()) {
    lines.push({ key: `${at}`, figures: group });
    for (const [below, part] of group.groups.toSorted(compare).entries()) {
      lines.push({ key: `${at} ${below}`, figures: part, within: group });
    }
  }
  return lines;
}

const collator = new Intl.Collator('en', { numeric: true });

function order({ column, descending }: TableSort): (a: Statistics, b: Statistics) => number {
  const sign = descending ? -1 : 1;
  // Spans without a value are no smaller than others: they stand last.
  if (column === 'value') {
    return (a, b) => {
      if (a.value === null || b.value === null) return Number(a.value === null) - Number(b.value === null);
      return sign * collator.compare(a.value, b.value);
    };
  }
  const figure = column as Figure;
  return (a, b) => sign * (a[figure] - b[figure]) || collator.compare(a.value ?? '', b.value ?? '');
}

export function valueText(value: string | null): string {
  if (value === null) return 'without a value';
  return value === '' ? '(empty)' : value;
}
