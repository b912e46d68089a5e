// Events in the order of one column.

import type { Columns } from '../../../../model/columns';
import type { TableSort } from '../../../../ui/DataTable';
import { eventText } from './text';
import type { EventRow } from './useEvents';

export const SORTABLE = ['time', 'name', 'service', 'span'];
export const BY_TIME: TableSort = { column: 'time', descending: false };

const collator = new Intl.Collator('en', { numeric: true });

/** `events` stand by time; those that are equal stay so. */
export function sortEvents(columns: Columns, events: EventRow[], { column, descending }: TableSort): EventRow[] {
  if (column === 'time') return descending ? events.toReversed() : events;
  const sign = descending ? -1 : 1;
  const keys = events.map((event) => keyOf(columns, event, column));
  const order = [...events.keys()].sort((a, b) => sign * collator.compare(keys[a], keys[b]) || a - b);
  return order.map((place) => events[place]);
}

function keyOf(columns: Columns, event: EventRow, column: string): string {
  if (column === 'service') return columns.services[columns.service[event.row]];
  // A name of a megabyte is compared by its beginning.
  return (column === 'span' ? columns.names[columns.name[event.row]] : eventText(event).title).slice(0, 300);
}
