import { useMemo } from 'react';

import { count } from '../../../model/format';
import { statistics } from '../../../model/stats';
import type { Grouping } from '../../../model/stats';
import { Button } from '../../../ui/Button';
import { Combobox } from '../../../ui/Combobox';
import type { ComboboxItem } from '../../../ui/Combobox';
import { DataTable } from '../../../ui/DataTable';
import { Empty } from '../../../ui/Empty';
import { Failure } from '../../../ui/Failure';
import { saveText } from '../../../ui/saveText';
import { Skeleton } from '../../../ui/Skeleton';
import { readSortOf, writeSort } from '../../../ui/table/sortText';
import type { ViewProps } from '../view';
import { toCsv } from './csv';
import { attributeKey, useAttributeItems, useAttributes, useFieldNames } from './grouping';
import type { AttributeColumns } from './grouping';
import { FIGURES, linesOf, valueText } from './stats/lines';
import type { Line } from './stats/lines';
import stats from './stats/Stats.module.css';
import { tableColumns } from './stats/tableColumns';
import styles from './views.module.css';

const FIELDS = ['service', 'name', 'kind', 'status'] as const;
const NONE = 'none';
const SORTABLE = ['value', ...FIGURES];

export default function Stats({ trace, state, set, matches }: ViewProps) {
  const { model } = trace;
  const names = useFieldNames();
  const attributes = useAttributeItems(trace);
  // What most people ask first: which service, and in it which span name.
  const by = state.by ?? 'service';
  const then = state.then ?? (state.by === undefined ? 'name' : NONE);
  const loaded = useAttributes(trace, [by, then]);
  const table = useMemo(() => {
    const first = loaded.data && groupingOf(by, loaded.data);
    if (!loaded.data || !first) return undefined;
    return statistics(model, first, groupingOf(then, loaded.data), matches ?? undefined);
  }, [model, by, then, matches, loaded.data]);
  const sort = readSortOf(state.sort, SORTABLE, { column: 'self', descending: true });
  const lines = useMemo(() => (table ? linesOf(table, sort) : []), [table, sort.column, sort.descending]);
  const nameOf = (id: string) => attributeKey(id) ?? names[id] ?? id;
  const head = then === NONE ? nameOf(by) : `${nameOf(by)} › ${nameOf(then)}`;
  const columns = useMemo(() => (table ? tableColumns(by, then, head, table) : []), [table, by, then, head]);

  const items: ComboboxItem[] = [...FIELDS.map((id) => ({ value: id, label: names[id] })), ...attributes.items];
  return (
    <section aria-label="Statistics" className={styles.view}>
      <div className={styles.bar}>
        <span className={styles.labelled}>
          <span aria-hidden="true">Group by</span>
          <span className={stats.pick}>
            <Combobox
              label="Group by"
              hideLabel
              value={by}
              items={items}
              loading={attributes.loading}
              onChange={(value) => set({ by: value, then: then === value ? undefined : then }, { push: true })}
            />
          </span>
        </span>
        <span className={styles.labelled}>
          <span aria-hidden="true">then by</span>
          <span className={stats.pick}>
            <Combobox
              label="Then by"
              hideLabel
              value={then}
              items={[{ value: NONE, label: 'Nothing' }, ...items.filter(({ value }) => value !== by)]}
              loading={attributes.loading}
              onChange={(value) => set({ by, then: value === NONE ? undefined : value }, { push: true })}
            />
          </span>
        </span>
        <span className={styles.note} role="status">
          {table && summary(table.rows.length, model.columns.count, matches?.length)}
        </span>
        <Button
          kind="quiet"
          icon="download"
          className={styles.push}
          disabled={!table}
          onClick={() => saveText(`${model.columns.traceId}-statistics.csv`, 'text/csv', csvOf(lines, nameOf(by), then === NONE ? undefined : nameOf(then)))}
        >
          CSV
        </Button>
      </div>
      {loaded.error !== undefined && <Failure error={loaded.error} onRetry={loaded.retry} />}
      {!table && loaded.error === undefined && <Skeleton rows={12} />}
      {table?.rows.length === 0 && (
        <Empty title="No span matches" detail="Change the text in the find box, or switch filters off." />
      )}
      {table && table.rows.length > 0 && (
        <DataTable
          label="Statistics"
          rows={lines}
          rowKey={({ key }) => key}
          columns={columns}
          sort={sort}
          onSort={(next) => set({ sort: writeSort(next) })}
        />
      )}
    </section>
  );
}

function summary(groups: number, spans: number, matching: number | undefined): string {
  const of = matching === undefined ? `${count(spans)} spans` : `${count(matching)} of ${count(spans)} spans, those that match`;
  return `${count(groups)} ${groups === 1 ? 'group' : 'groups'} of ${of}`;
}

function groupingOf(id: string, attributes: AttributeColumns): Grouping | undefined {
  return attributes.get(id) ?? FIELDS.find((field) => field === id);
}

function csvOf(lines: readonly Line[], by: string, then: string | undefined): string {
  const isTime = (figure: string) => !['count', 'errors', 'share'].includes(figure);
  const head = [by, ...(then === undefined ? [] : [then]), ...FIGURES.map((figure) => (isTime(figure) ? `${figure} (ns)` : figure))];
  return toCsv(
    head,
    lines.map(({ figures, within }) => {
      const values = within ? [valueText(within.value), valueText(figures.value)] : [valueText(figures.value), ''];
      return [...values.slice(0, then === undefined ? 1 : 2), ...FIGURES.map((figure) => figures[figure])];
    }),
  );
}
