import { useMemo } from 'react';

import { capabilities, config, useTerms } from '../../app/config';
import { EMPTY_FORM, formProblems, isEmptyForm, joinForm } from '../../model/query/form';
import type { TraceSearch } from '../../model/query/toQuery';
import { Button } from '../../ui/Button';
import { Combobox } from '../../ui/Combobox';
import { Select } from '../../ui/Select';
import { Switch } from '../../ui/Switch';
import type { SearchSort, SearchState } from '../../url/search';
import { SORTS } from '../../url/search';
import { Chips } from './Chips';
import { CommitField } from './CommitField';
import { PinnedFields } from './PinnedFields';
import styles from './SearchForm.module.css';
import type { Filter } from './useFilter';
import { useOperations, useServices } from './useNames';

const SORT_LABELS: Record<SearchSort, string> = {
  start_desc: 'Newest first',
  start_asc: 'Oldest first',
  duration_desc: 'Slowest first',
  duration_asc: 'Fastest first',
  spans_desc: 'Most spans',
  spans_asc: 'Fewest spans',
  errors_desc: 'Most errors',
  errors_asc: 'Fewest errors',
  name_asc: 'Names, A to Z',
  name_desc: 'Names, Z to A',
};

const LIMITS = [20, 50, 100, 200, 500, 1000, 1500];

/** The filter as fields. Every field acts when it is left or chosen. */
export function SearchForm({ filter, state, search }: { filter: Filter; state: SearchState; search: TraceSearch }) {
  const { fields, runFields } = filter;
  const terms = useTerms();
  const { services, isLoading } = useServices();
  const found = useOperations(fields.service);
  const problems = formProblems(fields);
  const isServiceNeeded = !capabilities().searchWithoutServiceName && !capabilities().uiApi;
  const everyName = `All ${terms.spanNames.toLowerCase()}`;
  // The same lists at each render, or a combobox would take what is typed for settled.
  const serviceItems = useMemo(
    () => withNone(services.map((value) => ({ value })), isServiceNeeded ? undefined : 'All services'),
    [services, isServiceNeeded],
  );
  const nameItems = useMemo(() => withNone(operationItems(found.operations), everyName), [found.operations, everyName]);
  const isNarrowed = filter.beside.length > 0 || !isEmptyForm({ ...fields, service: undefined });
  const limits = LIMITS.filter((limit) => limit <= config().search.maxLimit);
  if (!limits.includes(state.limit)) limits.push(state.limit);
  return (
    <form aria-label="Filter" className={styles.form} onSubmit={(event) => event.preventDefault()}>
      <Combobox
        label="Service"
        value={fields.service ?? ''}
        items={serviceItems}
        placeholder={isServiceNeeded ? 'Choose a service' : 'All services'}
        loading={isLoading}
        onChange={(service) => runFields({ service: service || undefined, operation: undefined })}
      />
      <Combobox
        label={terms.spanName}
        value={fields.operation ?? ''}
        items={nameItems}
        placeholder={everyName}
        loading={found.isLoading}
        allowCustom
        onChange={(operation) => runFields({ operation: operation || undefined })}
      />
      <CommitField
        label={terms.attributes}
        value={fields.tags ?? ''}
        error={problems.tags}
        placeholder="http.status_code=500"
        title={'key=value, several with a blank between, "two words" in quotes. All must hold on one span.'}
        onCommit={(tags) => runFields({ tags: tags || undefined })}
      />
      <PinnedFields filter={filter} search={search} />
      <fieldset className={styles.pair}>
        <legend className={styles.legend}>Trace lasts</legend>
        <CommitField
          label="At least"
          hideLabel
          value={fields.traceDurationMin ?? ''}
          error={problems.traceDurationMin}
          placeholder="min, 300ms"
          onCommit={(text) => runFields({ traceDurationMin: text || undefined })}
        />
        <span aria-hidden="true" className={styles.dash}>
          –
        </span>
        <CommitField
          label="At most"
          hideLabel
          value={fields.traceDurationMax ?? ''}
          error={problems.traceDurationMax}
          placeholder="max, 2s"
          onCommit={(text) => runFields({ traceDurationMax: text || undefined })}
        />
      </fieldset>
      <div className={styles.switches}>
        <Switch label="Errors only" checked={fields.errorsOnly} onChange={(errorsOnly) => runFields({ errorsOnly })} />
        {isNarrowed && (
          <Button
            kind="quiet"
            className={styles.reset}
            title={fields.service ? 'Leave out every condition but the service' : 'Leave out every condition'}
            onClick={() => filter.runExpression(joinForm({ fields: { ...EMPTY_FORM, service: fields.service }, conditions: [], rest: [] }))}
          >
            Reset
          </Button>
        )}
      </div>
      <Chips filter={filter} />
      <div className={styles.orderAndLimit}>
        <Select
          label="Order"
          value={state.sort}
          options={SORTS.map((value) => ({ value, label: SORT_LABELS[value] }))}
          onChange={(sort) => filter.run({ sort: sort as SearchSort })}
        />
        <Select
          label="Limit"
          value={String(state.limit)}
          options={limits.map((limit) => ({ value: String(limit), label: String(limit) }))}
          onChange={(limit) => filter.run({ limit: Number(limit) })}
        />
      </div>
    </form>
  );
}

interface Item {
  value: string;
  label?: string;
  detail?: string;
}

function withNone(items: Item[], label: string | undefined): Item[] {
  return label === undefined ? items : [{ value: '', label }, ...items];
}

/** One name may come with several kinds. */
function operationItems(operations: readonly { name: string; spanKind: string }[]): Item[] {
  const kinds = new Map<string, string[]>();
  for (const { name, spanKind } of operations) kinds.set(name, [...(kinds.get(name) ?? []), spanKind]);
  return [...kinds].map(([value, names]) => ({ value, detail: names.filter(Boolean).join(', ') }));
}
