import { useMemo } from 'react';

import { spanIdOf, Status } from '../../../../model/columns';
import type { TraceModel } from '../../../../model/columns';
import { DataTable } from '../../../../ui/DataTable';
import type { Column } from '../../../../ui/DataTable';
import { Duration } from '../../../../ui/Duration';
import { StatusWord } from '../StatusWord';

/** The spans of one node in the order of the trace. */
export function NodeSpans({ model, rows, select }: { model: TraceModel; rows: Uint32Array; select(row: number): void }) {
  const list = useMemo(() => Array.from(rows), [rows]);
  const columns = useMemo<Column<number>[]>(() => {
    const { columns: data, derived } = model;
    return [
      {
        id: 'start',
        label: 'Start',
        width: '1fr',
        render: (row) => <Duration nanos={data.start[row]} />,
        title: (row) => `Span ${spanIdOf(data, row)}`,
      },
      { id: 'duration', label: 'Duration', width: '88px', align: 'end', render: (row) => <Duration nanos={data.duration[row]} /> },
      { id: 'self', label: 'Self', width: '88px', align: 'end', render: (row) => <Duration nanos={derived.self[row]} /> },
      { id: 'status', label: 'Status', width: '88px', render: (row) => data.status[row] !== Status.unset && <StatusWord status={data.status[row]} /> },
    ];
  }, [model]);
  return <DataTable label="Spans of the node" rows={list} rowKey={String} columns={columns} rowHeight={24} onOpen={select} />;
}
