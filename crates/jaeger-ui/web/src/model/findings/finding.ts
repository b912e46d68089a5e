// What the page says about a trace before anybody has looked at it.

export type FindingKind =
  | 'bottleneck'
  | 'repeated-calls'
  | 'serial-calls'
  | 'error-origin'
  | 'missing-parents'
  | 'clock-skew';

export interface Finding {
  kind: FindingKind;
  /** `problem` for what failed, `hint` for what takes time, `note` for what is odd about the data. */
  severity: 'problem' | 'hint' | 'note';
  /** The sentence: text, and names of spans that lead to their row. */
  parts: (string | { row: number; text: string })[];
  /** All spans that it speaks of, in order. */
  rows: Uint32Array;
  /** Of the trace's duration, 0 to 1; 0 for what is not about time. */
  share: number;
}

/** Less of the trace's duration than this is not worth a sentence. */
export const MINIMUM_SHARE = 0.05;

/** The sentence as plain text. */
export function sentence(finding: Finding): string {
  return finding.parts.map((part) => (typeof part === 'string' ? part : part.text)).join('');
}
