// Reads what the spans of a snapshot carry, window by window, and writes the file.

import { spanIdOf } from '../../../model/columns';
import type { SnapshotFacts } from '../../../model/snapshot/facts';
import type { SnapshotLine } from '../../../model/snapshot/lines';
import { SnapshotWriter } from '../../../model/snapshot/writer';
import type { SpanDetail } from '../../../model/span';
import type { OpenTrace } from '../view';

/** Rows whose spans are asked for at once. */
const WINDOW = 200;

export interface Progress {
  signal?: AbortSignal;
  /** Told how many rows are written. */
  onRows?(done: number): void;
}

/** The file in parts. */
export async function writeSnapshot(
  trace: Pick<OpenTrace, 'spans'>,
  facts: SnapshotFacts,
  lines: readonly SnapshotLine[],
  { signal, onRows }: Progress = {},
): Promise<string[]> {
  const { columns } = facts.model;
  const writer = new SnapshotWriter(facts);
  for (let at = 0; at < lines.length; at += WINDOW) {
    const part = lines.slice(at, at + WINDOW);
    const ids = part.flatMap((line) => (line.is === 'span' ? spanIdOf(columns, line.row) : []));
    const found = new Map<string, SpanDetail>();
    if (facts.carries && writer.hasRoom && ids.length > 0) {
      for (const span of await trace.spans(ids, signal)) found.set(span.spanId, span);
    }
    signal?.throwIfAborted();
    for (const line of part) writer.add(line, line.is === 'span' ? found.get(spanIdOf(columns, line.row)) : undefined);
    onRows?.(at + part.length);
  }
  return writer.finish();
}
