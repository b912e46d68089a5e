import { Icon } from '../Icon';
import styles from '../DataTable.module.css';
import type { Column, TableSort } from './types';

export function HeadRow<T>(props: {
  columns: readonly Column<T>[];
  tracks: string;
  selects: boolean;
  sort?: TableSort;
  onSort?(sort: TableSort): void;
}) {
  const { columns, tracks, selects, sort, onSort } = props;
  return (
    <div role="rowgroup" className={styles.headGroup}>
      <div role="row" aria-rowindex={1} className={styles.head} style={{ gridTemplateColumns: tracks }}>
        {selects && (
          <div role="columnheader" className={styles.headCell}>
            <span className="visually-hidden">Selected</span>
          </div>
        )}
        {columns.map((column) => {
          const sorted = sort?.column === column.id ? sort : undefined;
          const order = sorted && (sorted.descending ? 'descending' : 'ascending');
          const align = column.align === 'end' ? styles.end : '';
          return (
            <div
              key={column.id}
              role="columnheader"
              aria-sort={column.sortable ? (order ?? 'none') : undefined}
              className={`${styles.headCell} ${align}`}
            >
              {column.sortable && onSort ? (
                <button
                  type="button"
                  className={styles.sort}
                  // Numbers are wanted largest first, names from A.
                  onClick={() =>
                    onSort({ column: column.id, descending: sorted ? !sorted.descending : column.align === 'end' })
                  }
                >
                  <span className="cut">{column.label}</span>
                  {sorted && <Icon name={sorted.descending ? 'arrow-down' : 'arrow-up'} />}
                </button>
              ) : (
                <span className="cut">{column.label}</span>
              )}
              {column.tool}
            </div>
          );
        })}
      </div>
    </div>
  );
}
