// The whole trace in as many cells as the overview has room for.

import { Status } from '../../model/columns';
import type { TraceModel } from '../../model/columns';

export interface Bins {
  width: number;
  lanes: number;
  /** One entry a cell, lane by lane: 0 for nothing, else 1 more than an index into `services`. */
  service: Uint16Array;
  /** For each column the number of failed spans that end in it. */
  errors: Uint32Array;
  /** A 1 for cells of failed spans. */
  failed: Uint8Array;
}

/** Rows share lanes, the rows of the timeline from top to bottom; of spans in the same cell the last one shows. */
export function binTrace({ columns }: TraceModel, width: number, mostLanes: number): Bins {
  const { count, start, duration, service, status } = columns;
  const lanes = Math.max(1, Math.min(count, mostLanes));
  const bins: Bins = {
    width,
    lanes,
    service: new Uint16Array(width * lanes),
    errors: new Uint32Array(width),
    failed: new Uint8Array(width * lanes),
  };
  const scale = columns.durationNano > 0 ? width / columns.durationNano : 0;
  const column = (nanos: number) => Math.max(0, Math.min(width - 1, Math.floor(nanos * scale)));
  for (let row = 0; row < count; row++) {
    const lane = Math.floor((row * lanes) / count) * width;
    const from = lane + column(start[row]);
    const to = lane + column(start[row] + duration[row]);
    bins.service.fill(service[row] + 1, from, to + 1);
    if (status[row] !== Status.error) continue;
    bins.failed.fill(1, from, to + 1);
    bins.errors[to - lane]++;
  }
  return bins;
}
