// The values of one attribute over all spans of a trace.

export interface AttributeValues {
  key: string;
  /** As text, each once. */
  values: string[];
  /** One entry for each span: an index into `values`, or -1. */
  index: Int32Array;
}

/** The value of a row as text, or nothing. */
export function valueOf(column: AttributeValues, row: number): string | undefined {
  return column.index[row] < 0 ? undefined : column.values[column.index[row]];
}
