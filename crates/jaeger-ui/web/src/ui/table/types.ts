import type { ReactNode } from 'react';

export interface Column<T> {
  id: string;
  label: string;
  /** Stands behind the label in the head: a button with a name of its own. */
  tool?: ReactNode;
  /** A track of the grid: `1fr`, `96px`, `minmax(160px, 2fr)`. */
  width: string;
  align?: 'end';
  sortable?: boolean;
  render(row: T): ReactNode;
  /** The cell's tooltip, and for the first column the row's name. */
  title?(row: T): string;
}

export interface TableSort {
  column: string;
  descending: boolean;
}

export interface DataTableProps<T> {
  label: string;
  rows: readonly T[];
  rowKey(row: T): string;
  columns: readonly Column<T>[];
  rowHeight?: number;
  sort?: TableSort;
  onSort?(sort: TableSort): void;
  onOpen?(row: T, newTab: boolean): void;
  /** Makes the first cell a link; its content then holds nothing that can be pressed. */
  rowHref?(row: T): string;
  selected?: ReadonlySet<string>;
  onSelect?(key: string, on: boolean): void;
  /** The key of the row whose detail is open: marked, and brought into sight when it becomes another. */
  current?: string;
  /** Told when a row gets the focus, by arrow keys or a press. */
  onFocusRow?(row: T): void;
  /** Stands below the last row and is scrolled to like it. */
  end?: ReactNode;
  footer?: ReactNode;
  /** `fill` takes the height of the box around it; a number is in pixels. */
  maxHeight?: 'fill' | number;
}
