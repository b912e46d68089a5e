// What a snapshot says beside its rows.

import type { TraceModel } from '../columns';

/** In the words of the configuration. */
export interface SnapshotWords {
  attributes: string;
  resource: string;
  events: string;
  links: string;
}

export interface SnapshotFacts {
  model: TraceModel;
  /** Of the first root. */
  service: string;
  name: string;
  /** Sentences. */
  findings: readonly { text: string; isProblem: boolean }[];
  /** Rows that the page shows; the snapshot may have fewer. */
  rows: number;
  /** The row that is shown as the root, or -1. */
  root: number;
  /** Whether attributes, events and links are in it. */
  carries: boolean;
  words: SnapshotWords;
  /** `local`, `UTC` or a name such as `Europe/Paris`. */
  zone: string;
  savedAtUnixNano: bigint;
  /** Where the trace was seen; nothing for one that was uploaded. */
  address?: string;
  /** The style sheet that names the colours, see `style.ts`. */
  tokens: string;
}

/** The time that bars are drawn in, ns from the start of the trace. */
export function frameOf({ model: { columns }, root }: SnapshotFacts): { start: number; length: number } {
  if (root < 0) return { start: 0, length: Math.max(columns.durationNano, 1) };
  return { start: columns.start[root], length: Math.max(columns.duration[root], 1) };
}
