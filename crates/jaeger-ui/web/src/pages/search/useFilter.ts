// The filter while it is edited: the text of the query line and the fields of the form, either of which
// follows the other. Fields run at once; text runs when it is finished.

import { useCallback, useMemo, useRef, useState } from 'react';

import type { SetState } from '../../app/urlState';
import { clausesBesideForm } from '../../model/query/clauses';
import type { Clause } from '../../model/query/clauses';
import { ANY_SPAN } from '../../model/query/expression';
import type { TraceExpression } from '../../model/query/expression';
import { EMPTY_FORM, isEmptyForm, joinForm, splitForm } from '../../model/query/form';
import type { FormFields } from '../../model/query/form';
import { parse } from '../../model/query/parse';
import type { ParseError } from '../../model/query/parse';
import { print } from '../../model/query/print';
import { expressionOf, formOf } from '../../model/query/toQuery';
import { freeze } from '../../url/search';
import type { SearchState } from '../../url/search';
import { searchEnd } from './searchEnd';

export interface Filter {
  /** What stands in the query line. */
  text: string;
  /** Why the text cannot be run. */
  error?: ParseError;
  /** Whether the text says something else than what was run. */
  isEdited: boolean;
  fields: FormFields;
  /** Conditions that the form has no fields for. */
  beside: Clause[];
  /** What is asked for, or was last when the text cannot be read. */
  expression: TraceExpression;
  editText(text: string): void;
  /** Runs what stands there; a patch changes other parts of the search. */
  run(patch?: Partial<SearchState>): void;
  runFields(patch: Partial<FormFields>, state?: Partial<SearchState>): void;
  runExpression(expression: TraceExpression): void;
}

/** The parts of the state that the filter takes the place of. */
const NO_FILTER: Partial<SearchState> = { q: undefined, filter: undefined, traceIds: undefined, ...formOf(EMPTY_FORM) };

export function useFilter(state: SearchState, set: SetState<SearchState>): Filter {
  const committed = useMemo(() => textOf(state), [state]);
  const [draft, setDraft] = useState<{ of: string; text: string }>();
  // Going back, a link and the form's own fields take the place of what was typed.
  const text = draft && draft.of === committed ? draft.text : committed;
  const isEdited = text !== committed;

  const parsed = useMemo(() => readText(isEdited ? text : undefined, state), [isEdited, text, state]);
  const last = useRef<TraceExpression>(ANY_SPAN);
  if (parsed.expression) last.current = parsed.expression;
  const expression = parsed.expression ?? last.current;

  const isPlainForm = !isEdited && state.q === undefined && state.filter === undefined && !state.traceIds;
  const fields = useMemo(
    () => (isPlainForm ? formOf(state) : splitForm(expression).fields),
    [isPlainForm, state, expression],
  );
  const beside = useMemo(() => (isPlainForm ? [] : clausesBesideForm(expression)), [isPlainForm, expression]);

  const commit = useCallback(
    (patch: Partial<SearchState>) => {
      setDraft(undefined);
      set(
        (before) => {
          const next = { ...before, ...patch };
          // Another order of the same traces is of the same time, too.
          const isSameSearch = before.start !== undefined && Object.keys(patch).every((name) => name === 'sort' || name === 'limit');
          const isFixed = next.lookback === 'custom' || 'start' in patch || (isSameSearch && Object.keys(patch).length > 0);
          return freeze(isFixed ? next : { ...next, start: undefined, end: undefined }, searchEnd());
        },
        { push: true },
      );
    },
    [set],
  );

  const runExpression = (next: TraceExpression, patch: Partial<SearchState> = {}) => {
    const split = splitForm(next);
    const isForm = split.conditions.length === 0 && split.rest.length === 0;
    commit({ ...NO_FILTER, ...(isForm ? split.fields : { q: print(next) }), ...patch });
  };

  return {
    text,
    error: parsed.error,
    isEdited,
    fields,
    beside,
    expression,
    editText: (next) => setDraft({ of: committed, text: next }),
    run(patch = {}) {
      if (parsed.error) return;
      if (!isEdited) commit(patch);
      else if (isEverything(text)) commit({ ...NO_FILTER, ...patch });
      else commit({ ...NO_FILTER, q: text.trim(), ...patch });
    },
    runFields(patch, other) {
      const next = { ...fields, ...patch };
      if (isPlainForm) commit({ ...patch, ...other });
      else runExpression(joinForm({ ...splitForm(expression), fields: next }), other);
    },
    runExpression,
  };
}

const isEverything = (text: string) => /^(?:\s*|\s*\{\s*\}\s*)$/.test(text);

/** The text of what was run; empty when everything was asked for. */
function textOf(state: SearchState): string {
  if (state.q !== undefined) return state.q;
  if (state.filter === undefined && !state.traceIds && isEmptyForm(formOf(state))) return '';
  const expression = expressionOf(state);
  return (expression && print(expression)) ?? '';
}

function readText(text: string | undefined, state: SearchState): { expression?: TraceExpression; error?: ParseError } {
  const typed = text ?? state.q;
  if (typed === undefined) return { expression: expressionOf(state) ?? ANY_SPAN };
  if (isEverything(typed)) return { expression: ANY_SPAN };
  const parsed = parse(typed);
  return parsed.error ? { error: parsed.error } : { expression: parsed.expression };
}
