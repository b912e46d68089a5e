// Finding a text in a long document.

/** More are not counted. */
export const MOST_FOUND = 10_000;

/** Where the text is found, whatever its case. */
export function findAll(document: string, text: string): number[] {
  if (text === '') return [];
  const pattern = new RegExp(text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'gi');
  const found: number[] = [];
  for (let match = pattern.exec(document); match !== null; match = pattern.exec(document)) {
    found.push(match.index);
    if (found.length === MOST_FOUND) break;
  }
  return found;
}

/** Where the span of this id stands, in OTLP's spelling or in Jaeger's; -1 when it does not. */
export function spanOffset(document: string, spanId: string): number {
  const pattern = new RegExp(`"span(?:Id|ID)"\\s*:\\s*"${spanId.replace(/^0+/, '0*')}"`);
  return document.search(pattern);
}
