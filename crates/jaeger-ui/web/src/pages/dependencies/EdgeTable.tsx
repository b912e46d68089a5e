import { useMemo } from 'react';

import type { SetState } from '../../app/urlState';
import { clip, count, duration, durationExact, percent } from '../../model/format';
import { errorRate, hasErrors } from '../../model/serviceGraph';
import type { Edge, ServiceGraph } from '../../model/serviceGraph';
import { DataTable } from '../../ui/DataTable';
import type { Column, TableSort } from '../../ui/DataTable';
import { Empty } from '../../ui/Empty';
import { ServiceName } from '../../ui/ServiceName';
import { ShareBar } from '../../ui/ShareBar';
import { readSort, writeSort } from '../../ui/table/sortText';
import type { DependenciesState } from '../../url/dependencies';

export interface EdgeTableProps {
  graph: ServiceGraph;
  find?: string;
  state: DependenciesState;
  set: SetState<DependenciesState>;
  /** ns by service. */
  latencies: ReadonlyMap<string, number>;
}

const BUSIEST: TableSort = { column: 'calls', descending: true };

/** A row for each pair of services. Opening one puts the called service into focus. */
export function EdgeTable({ graph, find, state, set, latencies }: EdgeTableProps) {
  const sort = readSort(state.sort) ?? BUSIEST;
  const rows = useMemo(() => sorted(found(graph.edges, find), sort, latencies), [graph, find, state.sort, latencies]);
  const most = graph.edges[0]?.calls ?? 1;
  const columns = useMemo(() => columnsOf(most, hasErrors(graph.edges), latencies), [most, graph, latencies]);
  if (rows.length === 0) return <Empty title="No service here has this in its name." />;
  return (
    <DataTable
      label="Calls between services"
      rows={rows}
      rowKey={(edge) => `${edge.parent.length} ${edge.parent} ${edge.child}`}
      columns={columns}
      sort={sort}
      onSort={(next) => set({ sort: writeSort(next) })}
      onOpen={(edge) => set({ focus: edge.child, view: 'graph' }, { push: true })}
    />
  );
}

function columnsOf(most: number, errors: boolean, latencies: ReadonlyMap<string, number>): Column<Edge>[] {
  const columns: Column<Edge>[] = [
    {
      id: 'parent',
      label: 'Caller',
      width: 'minmax(120px, 1fr)',
      sortable: true,
      render: ({ parent }) => <ServiceName service={parent} />,
      title: ({ parent, child }) => `${clip(parent, 100)} calls ${clip(child, 100)}`,
    },
    {
      id: 'child',
      label: 'Callee',
      width: 'minmax(120px, 1fr)',
      sortable: true,
      render: ({ child }) => <ServiceName service={child} />,
    },
    {
      id: 'calls',
      label: 'Calls',
      width: 'minmax(120px, 1fr)',
      align: 'end',
      sortable: true,
      render: ({ calls }) => <ShareBar share={calls / most}>{count(calls)}</ShareBar>,
    },
  ];
  if (errors) {
    columns.push({
      id: 'errors',
      label: 'Failed',
      width: '96px',
      align: 'end',
      sortable: true,
      render: (edge) => <Failed rate={errorRate(edge)} />,
      title: (edge) => `${count(edge.errors ?? 0)} of ${count(edge.calls)} calls`,
    });
  }
  if (latencies.size > 0) {
    columns.push({
      id: 'latency',
      label: 'p95 of callee',
      width: '120px',
      align: 'end',
      sortable: true,
      render: ({ child }) => duration(latencies.get(child) ?? NaN),
      title: ({ child }) => `${durationExact(latencies.get(child) ?? NaN)}, whoever calls ${clip(child, 100)}`,
    });
  }
  return columns;
}

function Failed({ rate }: { rate?: number }) {
  if (rate === undefined) return <>–</>;
  return <span style={{ color: rate > 0 ? 'var(--error)' : undefined }}>{percent(rate)}</span>;
}

function found(edges: readonly Edge[], find: string | undefined): Edge[] {
  const text = find?.trim().toLowerCase() ?? '';
  return edges.filter(({ parent, child }) => parent.toLowerCase().includes(text) || child.toLowerCase().includes(text));
}

function sorted(edges: Edge[], { column, descending }: TableSort, latencies: ReadonlyMap<string, number>): Edge[] {
  const numberOf: Record<string, (edge: Edge) => number> = {
    calls: ({ calls }) => calls,
    errors: (edge) => errorRate(edge) ?? -1,
    latency: ({ child }) => latencies.get(child) ?? -1,
  };
  const by = numberOf[column];
  const textOf = (edge: Edge) => (column === 'child' ? edge.child : edge.parent);
  const direction = descending ? -1 : 1;
  return edges.sort(
    (a, b) => direction * (by ? by(a) - by(b) : textOf(a).localeCompare(textOf(b))) || b.calls - a.calls,
  );
}
