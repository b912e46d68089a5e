import type { AttributeColumn } from '../../../../api/source';
import { Kind, spanIdOf, Status } from '../../../../model/columns';
import type { Columns, TraceModel } from '../../../../model/columns';
import { clip, count, durationExact, timeExact } from '../../../../model/format';
import type { Column } from '../../../../ui/DataTable';
import { Duration } from '../../../../ui/Duration';
import { ServiceName } from '../../../../ui/ServiceName';
import { ShareBar } from '../../../../ui/ShareBar';
import { StatusWord } from '../StatusWord';
import { attributeKey } from '../grouping';

/** Fields of spans in the order of the table; attributes follow. */
export const FIELDS = ['name', 'service', 'status', 'start', 'duration', 'self', 'kind', 'badge', 'events', 'id'];
/** Shown when nothing was chosen. */
export const USUAL = ['name', 'service', 'status', 'start', 'duration', 'self', 'badge', 'events'];

const WIDTHS: Record<string, string> = {
  name: 'minmax(200px, 2fr)',
  service: 'minmax(128px, 1fr)',
  status: '80px',
  start: '88px',
  duration: '112px',
  self: '96px',
  kind: '88px',
  badge: 'minmax(96px, 160px)',
  events: '72px',
  id: '144px',
};

const NUMBERS = new Set(['start', 'duration', 'self', 'events']);

export function tableColumns(
  model: TraceModel,
  ids: readonly string[],
  names: Readonly<Record<string, string>>,
  attributes: ReadonlyMap<string, AttributeColumn>,
  zone: string,
): Column<number>[] {
  return ids.map((id) => {
    const text = (row: number) => cellText(model, id, row, zone, attributes.get(id));
    return {
      id,
      label: attributeKey(id) ?? names[id] ?? id,
      width: WIDTHS[id] ?? 'minmax(120px, 1fr)',
      align: NUMBERS.has(id) ? ('end' as const) : undefined,
      sortable: true,
      render: cellOf(model, id, text),
      title: (row: number) => (id === 'name' ? `${clip(text(row), 200)}, span ${spanIdOf(model.columns, row)}` : text(row)),
    };
  });
}

function cellOf(
  { columns, derived }: TraceModel,
  id: string,
  text: (row: number) => string,
): Column<number>['render'] {
  switch (id) {
    case 'name':
      return (row) => <span className="cut">{clip(text(row)) || '(no name)'}</span>;
    case 'service':
      return (row) => <ServiceName service={text(row)} />;
    case 'status':
      return (row) => columns.status[row] !== Status.unset && <StatusWord status={columns.status[row]} />;
    case 'start':
      return (row) => <Duration nanos={columns.start[row]} />;
    case 'duration':
      return (row) => (
        <ShareBar share={columns.duration[row] / Math.max(1, columns.durationNano)}>
          <Duration nanos={columns.duration[row]} />
        </ShareBar>
      );
    case 'self':
      return (row) => <Duration nanos={derived.self[row]} />;
    case 'id':
      return (row) => <code className="cut">{text(row)}</code>;
    case 'events':
      return (row) => columns.events[row] > 0 && count(columns.events[row]);
    default:
      return (row) => <span className="cut">{clip(text(row))}</span>;
  }
}

const KIND_WORDS = ['', 'Internal', 'Server', 'Client', 'Producer', 'Consumer'];

/** What a cell says, whole: for its tooltip. */
function cellText({ columns, derived }: TraceModel, id: string, row: number, zone: string, attribute?: AttributeColumn): string {
  switch (id) {
    case 'name':
      return columns.names[columns.name[row]];
    case 'service':
      return columns.services[columns.service[row]];
    case 'status':
      return columns.status[row] === Status.error ? 'error' : columns.status[row] === Status.ok ? 'ok' : 'unset';
    case 'kind':
      return columns.kind[row] === Kind.unspecified ? '' : KIND_WORDS[columns.kind[row]];
    case 'badge':
      return columns.badges[columns.badge[row]];
    case 'start':
      return `${durationExact(columns.start[row])} after the start, ${timeExact(startOf(columns, row), zone)}`;
    case 'duration':
      return durationExact(columns.duration[row]);
    case 'self':
      return durationExact(derived.self[row]);
    case 'events':
      return count(columns.events[row]);
    case 'id':
      return spanIdOf(columns, row);
    default:
      return attribute && attribute.index[row] >= 0 ? attribute.values[attribute.index[row]] : '';
  }
}

function startOf({ startUnixNano, start }: Columns, row: number): bigint {
  return startUnixNano + BigInt(Math.round(start[row]));
}
