// By what spans can be grouped, sorted and shown: their own fields, and attributes as `attr:KEY`.

import { useMemo } from 'react';

import type { AttributeColumn, TraceSource } from '../../../api/source';
import { useTerms } from '../../../app/config';
import type { ComboboxItem } from '../../../ui/Combobox';
import { count } from '../../../model/format';
import { useLoaded } from './useLoaded';
import type { Loaded } from './useLoaded';

const ATTRIBUTE = 'attr:';

/** The key of `attr:KEY`. */
export function attributeKey(id: string): string | undefined {
  return id.startsWith(ATTRIBUTE) ? id.slice(ATTRIBUTE.length) : undefined;
}

export function attributeId(key: string): string {
  return ATTRIBUTE + key;
}

const asked = new WeakMap<TraceSource, Map<string, Promise<AttributeColumn>>>();

/** Asked once, however many views and columns need it. */
function attributeOf(trace: TraceSource, key: string): Promise<AttributeColumn> {
  const known = asked.get(trace) ?? new Map<string, Promise<AttributeColumn>>();
  asked.set(trace, known);
  const before = known.get(key);
  if (before) return before;
  const answer = trace.attribute(key);
  known.set(key, answer);
  answer.catch(() => known.delete(key));
  return answer;
}

export type AttributeColumns = ReadonlyMap<string, AttributeColumn>;

/** The columns of those ids that are attributes, by id. */
export function useAttributes(trace: TraceSource, ids: readonly string[]): Loaded<AttributeColumns> {
  const loaded = useLoaded(async () => {
    const columns = new Map<string, AttributeColumn>();
    for (const id of ids) {
      const key = attributeKey(id);
      if (key !== undefined) columns.set(id, await attributeOf(trace, key));
    }
    return columns;
  }, [trace, ids.join('\n')]);
  // Fields of spans are there: a view of them is drawn at once.
  return ids.some((id) => attributeKey(id) !== undefined) ? loaded : NONE_ASKED;
}

const NONE_ASKED: Loaded<AttributeColumns> = { data: new Map(), error: undefined, loading: false, retry: () => undefined };

/** Every attribute of the trace, to choose from. */
export function useAttributeItems(trace: TraceSource): { items: ComboboxItem[]; loading: boolean } {
  const { data, loading } = useLoaded((signal) => trace.keys(signal), [trace]);
  const items = useMemo(
    () => (data ?? []).map(({ key, count: spans }) => ({ value: attributeId(key), label: key, detail: count(spans) })),
    [data],
  );
  return { items, loading };
}

/** What the fields of spans are called. */
export function useFieldNames(): Record<string, string> {
  const { spanName, events } = useTerms();
  return useMemo(
    () => ({
      service: 'Service',
      name: spanName,
      kind: 'Kind',
      status: 'Status',
      start: 'Start',
      duration: 'Duration',
      self: 'Self',
      events,
      badge: 'What it did',
      id: 'Span id',
    }),
    [spanName, events],
  );
}
