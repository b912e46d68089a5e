// Spans as they are called in a sentence.

import type { TraceModel } from '../columns';

/** A name of a megabyte would be the whole sentence. */
const MAX_LENGTH = 80;

export function spanLink({ columns }: TraceModel, row: number): { row: number; text: string } {
  const service = shortened(columns.services[columns.service[row]]);
  const name = shortened(columns.names[columns.name[row]]);
  return { row, text: [service, name].filter((part) => part !== '').join(' ') || 'a span without a name' };
}

function shortened(text: string): string {
  return text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH - 1).replace(/[\ud800-\udbff]$/, '')}…` : text;
}
