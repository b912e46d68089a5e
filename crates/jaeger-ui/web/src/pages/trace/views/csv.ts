// Tables as comma-separated values.

/** What spreadsheets would take for a formula is marked as text. */
const FORMULA = /^[=+\-@\t\r]/;

export function toCsv(head: readonly string[], rows: Iterable<readonly (string | number)[]>): string {
  const lines = [head.map(cell).join(',')];
  for (const row of rows) lines.push(row.map(cell).join(','));
  return `${lines.join('\r\n')}\r\n`;
}

function cell(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const text = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
