import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';

import { getAttributeKeys, getAttributeValues } from '../../api/attributes';
import { capabilities } from '../../app/config';
import { contextAt, suggestions } from '../../model/query/complete';
import type { Context, Suggestion } from '../../model/query/complete';
import type { TraceSearch } from '../../model/query/toQuery';
import { useOperations, useServices } from './useNames';

const NONE: string[] = [];
const MINUTE_NANO = 60_000_000_000n;

/** To whole minutes, so that what is known stays known while one types. */
export function rangeForNames({ startNano, endNano }: Pick<TraceSearch, 'startNano' | 'endNano'>) {
  return {
    startNano: (startNano / MINUTE_NANO) * MINUTE_NANO,
    endNano: (endNano / MINUTE_NANO + 1n) * MINUTE_NANO,
  };
}

export type NameRange = ReturnType<typeof rangeForNames>;

export function useKeys(service: string | undefined, range: NameRange, isOn: boolean): readonly string[] {
  const { data = NONE } = useQuery({
    queryKey: ['attribute keys', service, String(range.startNano), String(range.endNano)],
    queryFn: ({ signal }) => getAttributeKeys({ service, limit: 1000, range }, signal),
    enabled: isOn && capabilities().uiApi,
    retry: false,
  });
  return data;
}

/** Keys of a whole trace, whichever service its spans are of; those of the service that is asked for come first. */
export function useKeysOfTraces(service: string | undefined, range: NameRange): readonly string[] {
  const own = useKeys(service, range, true);
  const others = useKeys(undefined, range, true);
  return useMemo(() => [...new Set([...own, ...others])], [own, others]);
}

export function useValues(key: string | undefined, service: string | undefined, range: NameRange, isOn: boolean): readonly string[] {
  const { data = NONE } = useQuery({
    queryKey: ['attribute values', key, service, String(range.startNano), String(range.endNano)],
    queryFn: ({ signal }) => getAttributeValues(key ?? '', { service, limit: 200, range }, signal),
    enabled: isOn && key !== undefined && key !== '' && capabilities().uiApi,
    retry: false,
  });
  return data;
}

/** What may be typed at the caret. Nothing is asked of the server before somebody types. */
export function useCompletion(text: string, caret: number, search: TraceSearch, isOn: boolean): { context: Context; found: Suggestion[] } {
  const context = useMemo(() => contextAt(text, caret), [text, caret]);
  const range = useMemo(() => rangeForNames(search), [search]);
  const { services } = useServices();
  const { operations } = useOperations(isOn && context.expects === 'value' ? context.service : undefined);
  const keys = useKeys(context.service, range, isOn && context.expects === 'subject');
  const values = useValues(context.key, context.service, range, isOn && context.expects === 'value');
  const found = useMemo(() => {
    if (!isOn) return [];
    const names = [...new Set(operations.map(({ name }) => name))];
    return suggestions(context, { keys, values, services, operations: names });
  }, [isOn, context, keys, values, services, operations]);
  return { context, found };
}
