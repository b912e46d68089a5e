import { useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { useLocation } from 'wouter';

import { withBase } from '../url/base';
import styles from './DataTable.module.css';
import { HeadRow } from './table/HeadRow';
import { TableRow } from './table/TableRow';
import { leastWidth, tracksOf } from './table/tracks';
import type { DataTableProps } from './table/types';
import { rowWindow, scrollTo } from './table/window';
import { useSize } from './useSize';

export type { Column, DataTableProps, TableSort } from './table/types';

const HEAD = 28;

/** A table of any length: only the rows in sight are in the page. One row has the focus, arrows move it. */
export function DataTable<T>(props: DataTableProps<T>) {
  const { label, rows, rowKey, columns, rowHeight = 28, sort, onSort, onOpen, rowHref, selected, onSelect } = props;
  const { current, end, footer, maxHeight = 'fill', onFocusRow } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const size = useSize(scroller);
  const [, navigate] = useLocation();
  const [scrollTop, setScrollTop] = useState(0);
  const [active, setActive] = useState(0);
  /** Set when keys moved the focus, so that the row is focused once it is drawn. */
  const moved = useRef(false);

  const view = Math.max(0, size.height - HEAD);
  const focused = Math.min(active, Math.max(0, rows.length - 1));
  const marked = useMemo(
    () => (current === undefined ? -1 : rows.findIndex((row) => rowKey(row) === current)),
    // The key of a row does not change with the function that tells it.
    [rows, current],
  );
  const shown = rowWindow(rows.length, rowHeight, view, scrollTop);
  const tracks = useMemo(() => tracksOf(columns, onSelect !== undefined), [columns, onSelect]);

  useLayoutEffect(() => {
    if (!moved.current) return;
    moved.current = false;
    scroller.current?.querySelector<HTMLElement>(`[data-row="${focused}"]`)?.focus({ preventScroll: true });
  });

  // Not when rows are sorted anew: what comes first then is what is asked for.
  useLayoutEffect(() => {
    if (marked < 0 || view === 0) return;
    setActive(marked);
    bringIntoSight(marked);
  }, [current, marked >= 0, view > 0]);

  function bringIntoSight(row: number) {
    const element = scroller.current;
    const top = scrollTo(row, rows.length, rowHeight, view, element?.scrollTop ?? 0);
    if (element === null || top === undefined) return;
    element.scrollTop = top;
    setScrollTop(element.scrollTop);
  }

  function moveTo(row: number) {
    const next = Math.min(Math.max(row, 0), rows.length - 1);
    if (next < 0) return;
    moved.current = true;
    bringIntoSight(next);
    setActive(next);
    onFocusRow?.(rows[next]);
  }

  function open(row: T, newTab: boolean) {
    if (onOpen) onOpen(row, newTab);
    else if (rowHref && newTab) window.open(withBase(rowHref(row)), '_blank', 'noopener');
    else if (rowHref) navigate(rowHref(row));
  }

  function onKeyDown(event: KeyboardEvent) {
    const target = event.target as HTMLElement;
    // Keys act on the row only: buttons and fields in cells and heads keep their own.
    if (target.dataset.row === undefined || event.altKey) return;
    const page = Math.max(1, Math.floor(view / rowHeight) - 1);
    const next = {
      ArrowDown: focused + 1,
      ArrowUp: focused - 1,
      PageDown: focused + page,
      PageUp: focused - page,
      Home: 0,
      End: rows.length - 1,
    }[event.key];
    const row = rows[focused];
    if (next !== undefined) moveTo(next);
    else if (event.key === 'Enter') open(row, event.ctrlKey || event.metaKey);
    else if (event.key === 'x' && onSelect && !event.ctrlKey && !event.metaKey) {
      onSelect(rowKey(row), !selected?.has(rowKey(row)));
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  const indexes: number[] = [];
  for (let row = shown.first; row < shown.end; row++) indexes.push(row);
  // The row with the focus stays in the page when it is scrolled away, or the focus would be lost.
  if (rows.length > 0 && focused < shown.first) indexes.unshift(focused);
  if (rows.length > 0 && focused >= shown.end) indexes.push(focused);

  const least = leastWidth(columns, onSelect !== undefined);
  const natural = HEAD + rows.length * rowHeight + 1;
  const boxHeight = maxHeight === 'fill' ? undefined : Math.min(maxHeight, natural);
  return (
    <div className={maxHeight === 'fill' ? styles.fill : styles.table}>
      <div
        ref={scroller}
        className={styles.scroller}
        style={{ height: boxHeight }}
        onScroll={(event) => setScrollTop(event.currentTarget.scrollTop)}
      >
        <div
          role="grid"
          aria-label={label}
          aria-rowcount={rows.length + 1}
          aria-colcount={columns.length + (onSelect ? 1 : 0)}
          aria-multiselectable={onSelect ? true : undefined}
          style={{ minWidth: least }}
          onKeyDown={onKeyDown}
        >
          <HeadRow columns={columns} tracks={tracks} selects={onSelect !== undefined} sort={sort} onSort={onSort} />
          <div role="rowgroup" className={styles.body} style={{ height: shown.height }}>
            {indexes.map((index) => (
              <TableRow
                key={rowKey(rows[index])}
                index={index}
                row={rows[index]}
                rowKey={rowKey(rows[index])}
                columns={columns}
                tracks={tracks}
                top={shown.top(index)}
                height={rowHeight}
                active={index === focused}
                current={index === marked}
                selected={onSelect ? (selected?.has(rowKey(rows[index])) ?? false) : undefined}
                href={rowHref?.(rows[index])}
                onFocus={() => {
                  setActive(index);
                  if (index !== focused) onFocusRow?.(rows[index]);
                }}
                onOpen={onOpen || rowHref ? open : undefined}
                onSelect={onSelect}
              />
            ))}
          </div>
        </div>
        {end}
      </div>
      {footer}
    </div>
  );
}
