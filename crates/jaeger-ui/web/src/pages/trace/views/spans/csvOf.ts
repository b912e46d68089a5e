import type { AttributeColumn } from '../../../../api/source';
import { Kind, spanIdOf, Status } from '../../../../model/columns';
import type { TraceModel } from '../../../../model/columns';
import { toCsv } from '../csv';
import { attributeKey } from '../grouping';

const TIMES = new Set(['start', 'duration', 'self']);
const KINDS = Object.keys(Kind);
const STATUSES = Object.keys(Status);

/** The table as it stands, with every digit and the spans' ids. */
export function csvOf(
  model: TraceModel,
  rows: readonly number[],
  ids: readonly string[],
  attributes: ReadonlyMap<string, AttributeColumn>,
): string {
  const others = ids.filter((id) => id !== 'id');
  const head = others.map((id) => attributeKey(id) ?? (TIMES.has(id) ? `${id} (ns)` : id));
  return toCsv(['span id', ...head], cellsOf(model, rows, others, attributes));
}

function* cellsOf(
  model: TraceModel,
  rows: readonly number[],
  ids: readonly string[],
  attributes: ReadonlyMap<string, AttributeColumn>,
): Generator<(string | number)[]> {
  for (const row of rows) {
    yield [spanIdOf(model.columns, row), ...ids.map((id) => cell(model, id, row, attributes.get(id)))];
  }
}

function cell({ columns, derived }: TraceModel, id: string, row: number, attribute?: AttributeColumn): string | number {
  switch (id) {
    case 'name':
      return columns.names[columns.name[row]];
    case 'service':
      return columns.services[columns.service[row]];
    case 'kind':
      return KINDS[columns.kind[row]] ?? '';
    case 'status':
      return STATUSES[columns.status[row]] ?? '';
    case 'badge':
      return columns.badges[columns.badge[row]];
    case 'start':
      return columns.start[row];
    case 'duration':
      return columns.duration[row];
    case 'self':
      return derived.self[row];
    case 'events':
      return columns.events[row];
    default:
      return attribute && attribute.index[row] >= 0 ? attribute.values[attribute.index[row]] : '';
  }
}
