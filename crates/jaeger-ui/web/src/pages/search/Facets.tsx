import { useState } from 'react';

import type { FacetValue, Overview } from '../../api/overview';
import { withPart } from '../../model/query/clauses';
import { parse } from '../../model/query/parse';
import { quote } from '../../model/query/words';
import { clip, count } from '../../model/format';
import { ServiceMark } from '../../ui/ServiceMark';
import styles from './Facets.module.css';
import type { Filter } from './useFilter';

const SHOWN = 8;

/** What the traces found are of, with counts; a press narrows the search. */
export function Facets({ overview, filter }: { overview: Overview; filter: Filter }) {
  const add = (text: string) => {
    const parsed = parse(text);
    if (!parsed.error) filter.runExpression(withPart(filter.expression, parsed.expression));
  };
  return (
    <div className={styles.facets}>
      <Facet
        title="Service"
        values={overview.facets.service}
        total={overview.traces}
        hasMarks
        onPick={(value) =>
          isFreeForService(filter) ? filter.runFields({ service: value }) : add(`{ trace:services = ${quote(value)} }`)
        }
      />
      <Facet
        title="Root name"
        values={overview.facets.operation}
        total={overview.traces}
        onPick={(value) => add(`{ trace:rootName = ${quote(value)} }`)}
      />
      <Facet
        title="Status"
        values={overview.facets.status}
        total={overview.traces}
        onPick={(value) => (value === 'error' ? filter.runFields({ errorsOnly: true }) : add('{ trace:errors = 0 }'))}
      />
    </div>
  );
}

/** With conditions on the span, the service of the form would be said of that same span. */
function isFreeForService({ fields, beside }: Filter): boolean {
  return !fields.service && !fields.operation && !fields.tags && !fields.spanDurationMin && !fields.spanDurationMax && beside.length === 0;
}

function Facet(props: { title: string; values: readonly FacetValue[]; total: number; hasMarks?: boolean; onPick(value: string): void }) {
  const { title, values, total, hasMarks, onPick } = props;
  const [isWhole, setWhole] = useState(false);
  if (values.length === 0) return null;
  return (
    <section className={styles.facet}>
      <h2 className={styles.title}>{title}</h2>
      <ul role="list" className={styles.values}>
        {values.slice(0, isWhole ? undefined : SHOWN).map(({ value, traces, failed }) => (
          <li key={value}>
            <button
              type="button"
              className={styles.value}
              title={clip(`${value}: ${count(traces)} of ${count(total)} traces, ${count(failed)} failed`)}
              onClick={() => onPick(value)}
            >
              {hasMarks && <ServiceMark service={value} />}
              <span className={`cut ${styles.name}`}>{clip(value, 120)}</span>
              {failed > 0 && (
                <span className={styles.failed}>
                  {count(failed)}
                  <span className="visually-hidden"> failed of </span>
                </span>
              )}
              <span className={styles.count}>{count(traces)}</span>
              <span aria-hidden="true" className={styles.track}>
                <span className={styles.share} style={{ width: `${(100 * traces) / Math.max(total, 1)}%` }} />
                <span className={styles.share} data-failed style={{ width: `${(100 * failed) / Math.max(total, 1)}%` }} />
              </span>
            </button>
          </li>
        ))}
      </ul>
      {values.length > SHOWN && (
        <button type="button" className={styles.more} aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
          {isWhole ? 'Fewer' : `${count(values.length - SHOWN)} more`}
        </button>
      )}
    </section>
  );
}
