import { useMemo } from 'react';

import { useSettings } from '../../../app/settings';
import { dateTime } from '../../../model/format';
import { DataTable } from '../../../ui/DataTable';
import type { Column } from '../../../ui/DataTable';
import { unitExact, unitText } from '../words';
import type { Unit } from '../words';
import type { ChartLine } from './line';

export interface ChartTableProps {
  title: string;
  unit: Unit;
  lines: readonly ChartLine[];
  times: readonly number[];
  values: readonly (number | null)[][];
  hrefAt?(time: number): string;
}

/** The numbers of a chart, the newest first. */
export function ChartTable({ title, unit, lines, times, values, hrefAt }: ChartTableProps) {
  const zone = useSettings((state) => state.zone);
  const rows = useMemo(() => times.map((_, index) => times.length - 1 - index), [times]);
  const columns = useMemo(() => {
    const found: Column<number>[] = [
      { id: 'time', label: 'Time', width: '120px', render: (row) => timeText(times[row], zone) },
    ];
    for (const [at, line] of lines.entries()) {
      found.push({
        id: String(at),
        label: line.label.slice(0, 60),
        width: 'minmax(72px, 1fr)',
        align: 'end',
        render: (row) => unitText(unit, values[at][row]),
        title: (row) => unitExact(unit, values[at][row]),
      });
    }
    return found;
  }, [lines, times, values, unit, zone]);
  return (
    <DataTable
      label={title}
      rows={rows}
      rowKey={String}
      columns={columns}
      rowHeight={24}
      rowHref={hrefAt && ((row: number) => hrefAt(times[row]))}
    />
  );
}

function timeText(ms: number, zone: string): string {
  return dateTime(BigInt(ms) * 1_000_000n, zone).slice(5, 16);
}
