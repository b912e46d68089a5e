import { useMemo } from 'react';

import { useTerms } from '../../../app/config';
import { clip, count } from '../../../model/format';
import { DataTable } from '../../../ui/DataTable';
import type { Column, TableSort } from '../../../ui/DataTable';
import { Duration } from '../../../ui/Duration';
import { ShareBar } from '../../../ui/ShareBar';
import { readSortOf, writeSort } from '../../../ui/table/sortText';
import { NameCell } from './NameCell';

/** Spans taken together, with their times in ns. */
export interface Figures {
  service: string;
  name: string;
  spans: number;
  errors: number;
  self: number;
  total: number;
}

export interface FigureTableProps<T extends Figures> {
  label: string;
  rows: readonly T[];
  /** Its place among the rows as they were made. */
  numberOf(row: T): number;
  /** The order as the address says it. */
  sort: string | undefined;
  onSort(sort: string): void;
  onFocus?(row: T): void;
  onOpen(row: T): void;
}

const SORTABLE = ['name', 'self', 'total', 'spans'];
const USUAL: TableSort = { column: 'self', descending: true };

/** What a chart shows, in figures. */
export function FigureTable<T extends Figures>(props: FigureTableProps<T>) {
  const { label, rows, numberOf, onSort, onFocus, onOpen } = props;
  const { spanName } = useTerms();
  const sort = readSortOf(props.sort, SORTABLE, USUAL);
  const sorted = useMemo(() => rows.toSorted(order(sort)), [rows, sort.column, sort.descending]);
  const columns = useMemo<Column<T>[]>(() => {
    const most = (member: 'self' | 'total') => rows.reduce((found, row) => Math.max(found, row[member]), 1);
    const time = (id: 'self' | 'total', name: string): Column<T> => {
      const longest = most(id);
      return {
        id,
        label: name,
        width: '80px',
        align: 'end',
        sortable: true,
        render: (row) => (
          <ShareBar share={row[id] / longest}>
            <Duration nanos={row[id]} />
          </ShareBar>
        ),
      };
    };
    return [
      {
        id: 'name',
        label: spanName,
        width: '1fr',
        sortable: true,
        render: ({ service, name, errors }) => <NameCell service={service} name={name} errors={errors} />,
        title: (row) => `${clip(row.service, 100)}: ${row.name}`,
      },
      time('self', 'Self'),
      time('total', 'Total'),
      { id: 'spans', label: 'Spans', width: '64px', align: 'end', sortable: true, render: (row) => count(row.spans) },
    ];
  }, [rows, spanName]);
  return (
    <DataTable
      label={label}
      rows={sorted}
      rowKey={(row) => String(numberOf(row))}
      columns={columns}
      rowHeight={24}
      sort={sort}
      onSort={(next) => onSort(writeSort(next))}
      onFocusRow={onFocus}
      onOpen={onOpen}
    />
  );
}

function order({ column, descending }: TableSort): (a: Figures, b: Figures) => number {
  const sign = descending ? -1 : 1;
  if (column === 'name') return (a, b) => sign * (a.name.localeCompare(b.name) || a.service.localeCompare(b.service));
  const member = column as 'self' | 'total' | 'spans';
  return (a, b) => sign * (a[member] - b[member]);
}
