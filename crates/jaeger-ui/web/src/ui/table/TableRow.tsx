import type { MouseEvent } from 'react';
import { Link } from 'wouter';

import { clip } from '../../model/format';
import { Checkbox } from '../Checkbox';
import styles from '../DataTable.module.css';
import type { Column } from './types';

export interface TableRowProps<T> {
  index: number;
  row: T;
  rowKey: string;
  columns: readonly Column<T>[];
  tracks: string;
  top: number;
  height: number;
  active: boolean;
  /** The row whose detail is open. */
  current?: boolean;
  /** Undefined where rows cannot be selected. */
  selected?: boolean;
  href?: string;
  onFocus(): void;
  onOpen?(row: T, newTab: boolean): void;
  onSelect?(key: string, on: boolean): void;
}

export function TableRow<T>(props: TableRowProps<T>) {
  const { index, row, rowKey, columns, tracks, top, height, active, current, selected, href } = props;
  const { onFocus, onOpen, onSelect } = props;

  function onClick(event: MouseEvent) {
    if (!onOpen || event.defaultPrevented || event.button > 1) return;
    const pressed = event.target as HTMLElement;
    if (pressed.closest('a, button, input, label, select')) return;
    // Somebody who marks text to copy it does not want to leave.
    if (window.getSelection()?.toString()) return;
    onOpen(row, event.button === 1 || event.ctrlKey || event.metaKey);
  }

  const name = columns[0]?.title?.(row) ?? rowKey;
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-selected={selected}
      aria-current={current || undefined}
      tabIndex={active ? 0 : -1}
      data-row={index}
      className={`${styles.row} ${onOpen ? styles.opens : ''}`}
      style={{ gridTemplateColumns: tracks, top, height }}
      onFocus={onFocus}
      onClick={onClick}
      onAuxClick={onClick}
    >
      {onSelect && (
        <div role="gridcell" className={styles.cell}>
          <Checkbox
            label={clip(`Select ${name}`)}
            hideLabel
            tabIndex={-1}
            checked={selected ?? false}
            onChange={(on) => onSelect(rowKey, on)}
          />
        </div>
      )}
      {columns.map((column, at) => {
        const title = column.title && clip(column.title(row));
        const align = column.align === 'end' ? styles.end : '';
        return (
          <div key={column.id} role="gridcell" className={`${styles.cell} ${align}`} title={title}>
            {at === 0 && href !== undefined ? (
              <Link href={href} tabIndex={-1} className={styles.link}>
                {column.render(row)}
              </Link>
            ) : (
              column.render(row)
            )}
          </div>
        );
      })}
    </div>
  );
}
