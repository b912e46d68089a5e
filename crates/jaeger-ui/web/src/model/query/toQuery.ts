// What a search asks the server for.

import type { SearchSort, SearchState } from '../../url/search';
import { rangeOf } from '../../url/search';
import { any } from './expression';
import type { TraceExpression } from './expression';
import { isEmptyForm, joinForm } from './form';
import type { FormFields } from './form';
import { readFilter, writeFilter } from './json';
import { parse } from './parse';
import { constantOf } from './typed';

export interface TraceSearch {
  /** At most one of these two; with neither, every trace of the range. */
  q?: string;
  filter?: string;
  /** The form, for servers that know nothing else. */
  form: FormFields;
  traceIds?: string[];
  startNano: bigint;
  endNano: bigint;
  limit: number;
  sort: SearchSort;
}

/** @param now microseconds since 1970 */
export function toQuery(state: SearchState, now: number): TraceSearch {
  const range = state.traceIds ? { start: 0, end: now } : rangeOf(state, now);
  const form = formOf(state);
  const search: TraceSearch = {
    form,
    traceIds: state.traceIds,
    startNano: BigInt(Math.floor(range.start)) * 1000n,
    // To the end of the last microsecond.
    endNano: BigInt(Math.floor(range.end)) * 1000n + 999n,
    limit: state.limit,
    sort: state.sort,
  };
  if (state.q !== undefined) return { ...search, q: state.q };
  if (state.filter !== undefined) return { ...search, filter: state.filter };
  const expression = expressionOf(state);
  return isEmptyForm(form) && !state.traceIds ? search : { ...search, filter: expression && writeFilter(expression) };
}

/** The fields of the form alone; each is there, if undefined. */
export function formOf(state: FormFields): FormFields {
  return {
    service: state.service,
    operation: state.operation,
    tags: state.tags,
    traceDurationMin: state.traceDurationMin,
    traceDurationMax: state.traceDurationMax,
    errorsOnly: state.errorsOnly,
    spanDurationMin: state.spanDurationMin,
    spanDurationMax: state.spanDurationMax,
  };
}

/** The filter of a search; undefined when its text cannot be read. */
export function expressionOf(state: SearchState): TraceExpression | undefined {
  if (state.q !== undefined) {
    const parsed = parse(state.q);
    return parsed.error ? undefined : parsed.expression;
  }
  if (state.filter !== undefined) return readFilter(state.filter);
  const form = joinForm({ fields: formOf(state), conditions: [], rest: [] });
  if (!state.traceIds) return form;
  const known = state.traceIds.flatMap(ofTraceId);
  // Where nothing named is an id, nothing is asked for, and not everything.
  const ids = known.length > 0 ? known : ofTraceId(NO_TRACE);
  return isEmptyForm(formOf(state)) ? any(ids) : { is: 'and', parts: [form, any(ids)] };
}

/** No trace has it. */
const NO_TRACE = '0';

function ofTraceId(id: string): TraceExpression[] {
  const constant = constantOf('traceId', id.trim());
  return constant ? [{ is: 'field', field: 'traceID', predicate: { is: 'compare', by: 'eq', constant } }] : [];
}
