// What every view of a trace is given.

import type { TraceSource } from '../../api/source';
import type { SetState } from '../../app/urlState';
import type { TraceState } from '../../url/trace';

export type OpenTrace = TraceSource;

export type SetTrace = SetState<TraceState>;

export interface ViewProps {
  trace: OpenTrace;
  state: TraceState;
  set: SetTrace;
  /** Rows that find box and filters keep, in order; null when neither is set. */
  matches: Uint32Array | null;
  /** Opens the detail of a span. */
  select(row: number): void;
}
