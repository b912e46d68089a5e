import type { Overview } from '../../api/overview';
import { withPart, wordIs } from '../../model/query/clauses';
import { parse } from '../../model/query/parse';
import type { TraceSearch } from '../../model/query/toQuery';
import { quote } from '../../model/query/words';
import { AttributeFacets } from './AttributeFacets';
import { Facet } from './Facet';
import styles from './Facets.module.css';
import type { Filter } from './useFilter';

export interface FacetsProps {
  overview: Overview;
  filter: Filter;
  search: TraceSearch;
  /** Attributes that were chosen. */
  keys: readonly string[];
  onKeys(keys: string[]): void;
}

/** What the traces found are of, with counts; a press narrows the search. */
export function Facets({ overview, filter, search, keys, onKeys }: FacetsProps) {
  const { service, operation, status } = overview.facets;
  const add = (text: string) => {
    const parsed = parse(text);
    if (!parsed.error) filter.runExpression(withPart(filter.expression, parsed.expression));
  };
  return (
    <div className={styles.facets}>
      {service.length > 0 && (
        <Facet
          title="Service"
          values={service}
          total={overview.traces}
          hasMarks
          onPick={(value) =>
            isFreeForService(filter) ? filter.runFields({ service: value }) : add(`{ trace:services = ${quote(value)} }`)
          }
        />
      )}
      {operation.length > 0 && (
        <Facet
          title="Root name"
          values={operation}
          total={overview.traces}
          onPick={(value) => add(`{ trace:rootName = ${quote(value)} }`)}
        />
      )}
      <Facet
        title="Status"
        values={status}
        total={overview.traces}
        onPick={(value) => (value === 'error' ? filter.runFields({ errorsOnly: true }) : add('{ trace:errors = 0 }'))}
      />
      <AttributeFacets
        search={search}
        service={filter.fields.service}
        keys={keys}
        onKeys={onKeys}
        onPick={(key, value) => filter.runExpression(withPart(filter.expression, wordIs(key, value)))}
      />
    </div>
  );
}

/** With conditions on the span, the service of the form would be said of that same span. */
function isFreeForService({ fields, beside }: Filter): boolean {
  return !fields.service && !fields.operation && !fields.tags && !fields.spanDurationMin && !fields.spanDurationMax && beside.length === 0;
}
