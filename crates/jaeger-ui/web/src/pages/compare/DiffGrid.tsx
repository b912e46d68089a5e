import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';

import { HeadRow } from '../../ui/table/HeadRow';
import { TableRow } from '../../ui/table/TableRow';
import { leastWidth, tracksOf } from '../../ui/table/tracks';
import type { Column, TableSort } from '../../ui/table/types';
import { rowWindow, scrollTo } from '../../ui/table/window';
import { useSize } from '../../ui/useSize';
import styles from './DiffGrid.module.css';

export interface DiffGridProps<T> {
  label: string;
  rows: readonly T[];
  rowKey(row: T): string;
  columns: readonly Column<T>[];
  rowHeight?: number;
  sort?: TableSort;
  onSort?(sort: TableSort): void;
  /** The row that is looked at: it is marked, and brought into sight when it changes. */
  current?: string;
  onCurrent(key: string): void;
  /** The left and right keys, for rows that have others below them. */
  onFold?(row: T, on: boolean): void;
}

const HEAD = 28;

/** A table in which one row is looked at. A link or the key of the next difference may say which. */
export function DiffGrid<T>(props: DiffGridProps<T>) {
  const { label, rows, rowKey, columns, rowHeight = 24, sort, onSort, current, onCurrent, onFold } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const size = useSize(scroller);
  const [scrollTop, setScrollTop] = useState(0);
  /** Set when keys moved the row, so that it has the focus once it is drawn. */
  const moved = useRef(false);
  const view = Math.max(0, size.height - HEAD);
  const at = useMemo(
    () => (current === undefined ? -1 : rows.findIndex((row) => rowKey(row) === current)),
    [rows, rowKey, current],
  );
  const active = Math.max(at, 0);
  const shown = rowWindow(rows.length, rowHeight, view, scrollTop);
  const tracks = useMemo(() => tracksOf(columns, false), [columns]);

  useEffect(() => {
    const element = scroller.current;
    if (at < 0 || view === 0 || !element) return;
    const top = scrollTo(at, rows.length, rowHeight, view, element.scrollTop);
    if (top === undefined) return;
    // Not at the very edge, so that what stands around it is seen too.
    element.scrollTop = top > element.scrollTop ? top + rowHeight * 3 : Math.max(0, top - rowHeight * 3);
    setScrollTop(element.scrollTop);
  }, [at, view, rows, rowHeight]);

  useLayoutEffect(() => {
    if (!moved.current) return;
    const row = scroller.current?.querySelector<HTMLElement>(`[data-row="${active}"]`);
    if (!row) return;
    moved.current = false;
    row.focus({ preventScroll: true });
  });

  function onKeyDown(event: KeyboardEvent) {
    if ((event.target as HTMLElement).dataset.row === undefined || event.altKey || event.ctrlKey || event.metaKey)
      return;
    if (onFold && rows[active] !== undefined && (event.key === 'ArrowLeft' || event.key === 'ArrowRight')) {
      event.preventDefault();
      event.stopPropagation();
      onFold(rows[active], event.key === 'ArrowLeft');
      return;
    }
    const page = Math.max(1, Math.floor(view / rowHeight) - 1);
    const next = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      PageDown: at + page,
      PageUp: at - page,
      Home: 0,
      End: rows.length - 1,
    }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    moved.current = true;
    onCurrent(rowKey(rows[Math.min(Math.max(next, 0), rows.length - 1)]));
  }

  const indexes: number[] = [];
  for (let row = shown.first; row < shown.end; row++) indexes.push(row);
  if (active < rows.length && (active < shown.first || active >= shown.end)) indexes.push(active);
  return (
    <div ref={scroller} className={styles.scroller} onScroll={(event) => setScrollTop(event.currentTarget.scrollTop)}>
      <div
        role="grid"
        aria-label={label}
        aria-rowcount={rows.length + 1}
        style={{ minWidth: leastWidth(columns, false) }}
        onKeyDown={onKeyDown}
      >
        <HeadRow columns={columns} tracks={tracks} selects={false} sort={sort} onSort={onSort} />
        <div role="rowgroup" className={styles.body} style={{ height: shown.height }}>
          {indexes.map((index) => {
            const key = rowKey(rows[index]);
            return (
              <TableRow
                key={key}
                index={index}
                row={rows[index]}
                rowKey={key}
                columns={columns}
                tracks={tracks}
                top={shown.top(index)}
                height={rowHeight}
                active={index === active}
                selected={index === at}
                onFocus={() => onCurrent(key)}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}
