import { useMemo } from 'react';

import { useSettings } from '../../../app/settings';
import { rowOfSpanId } from '../../../model/columns';
import { count } from '../../../model/format';
import { Button } from '../../../ui/Button';
import { DataTable } from '../../../ui/DataTable';
import { Empty } from '../../../ui/Empty';
import { Failure } from '../../../ui/Failure';
import { saveText } from '../../../ui/saveText';
import { readSortOf, writeSort } from '../../../ui/table/sortText';
import type { ViewProps } from '../view';
import { attributeKey, useAttributeItems, useAttributes, useFieldNames } from './grouping';
import type { AttributeColumns } from './grouping';
import { ColumnChooser } from './spans/ColumnChooser';
import { csvOf } from './spans/csvOf';
import { allRows, sortKey, sortRows } from './spans/order';
import { FIELDS, tableColumns, USUAL } from './spans/tableColumns';
import styles from './views.module.css';

const NO_ATTRIBUTES: AttributeColumns = new Map();

export default function Spans({ trace, state, set, matches, select }: ViewProps) {
  const { model } = trace;
  const names = useFieldNames();
  const attributeItems = useAttributeItems(trace);
  const ids = useMemo(() => shownColumns(state.cols), [state.cols]);
  const loaded = useAttributes(trace, ids);
  const attributes = loaded.data ?? NO_ATTRIBUTES;
  const selected = useMemo(() => (state.sel ? rowOfSpanId(model.columns, state.sel) : -1), [model, state.sel]);
  const sort = readSortOf(state.sort, ids, { column: 'start', descending: false });
  const rows = useMemo(() => {
    const key = sortKey(model, sort.column, attributes.get(sort.column));
    return sortRows(matches ?? allRows(model.columns.count), key, sort.descending);
  }, [model, matches, attributes, sort.column, sort.descending]);
  const zone = useSettings((settings) => settings.zone);
  const columns = useMemo(() => tableColumns(model, ids, names, attributes, zone), [model, ids, names, attributes, zone]);

  const all = count(model.columns.count);
  return (
    <section aria-label="Spans" className={styles.view}>
      <div className={styles.bar}>
        <span className={styles.note}>{matches ? `${count(rows.length)} of ${all} spans match` : `${all} spans`}</span>
        <span className={`${styles.labelled} ${styles.push}`}>
          <ColumnChooser
            shown={ids}
            names={names}
            items={attributeItems.items}
            loading={attributeItems.loading}
            onChange={(cols) => set({ cols })}
          />
          <Button
            kind="quiet"
            icon="download"
            onClick={() => saveText(`${model.columns.traceId}-spans.csv`, 'text/csv', csvOf(model, rows, ids, attributes))}
          >
            CSV
          </Button>
        </span>
      </div>
      {loaded.error !== undefined && <Failure error={loaded.error} onRetry={loaded.retry} />}
      {rows.length === 0 ? (
        <Empty title="No span matches" detail="Change the text in the find box, or switch filters off." />
      ) : (
        <DataTable
          label="Table of spans"
          rows={rows}
          rowKey={String}
          columns={columns}
          rowHeight={24}
          current={selected < 0 ? undefined : String(selected)}
          sort={sort}
          onSort={(next) => set({ sort: writeSort(next) })}
          onOpen={select}
        />
      )}
    </section>
  );
}

/** Those of the address that exist; the name is always there, and first. */
function shownColumns(cols: readonly string[] | undefined): string[] {
  const known = (cols ?? USUAL).filter((id) => FIELDS.includes(id) || attributeKey(id) !== undefined);
  return ['name', ...new Set(known.filter((id) => id !== 'name'))];
}
