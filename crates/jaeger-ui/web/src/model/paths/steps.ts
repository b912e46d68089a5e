// The ways that one trace took from service to service, about one that is looked at.
//
// A step is the entry into a service, named by the span that it was entered with; what the service then does by itself
// belongs to the step. So a service that is entered again further on is another step, and what sends no spans, such as
// a database, is none: a way ends where the trace does.

import { Status } from '../columns';
import type { Columns } from '../columns';
import { TreeBuilder } from '../paths';

/** What the ways lead through. */
export interface Focal {
  service: string;
  /** A span name; absent: any. */
  operation?: string;
}

/** Arrays have one entry for each step; a step stands after the one before it. */
export interface TraceSteps {
  traceId: string;
  /** A step, or -1 where the trace begins. */
  before: number[];
  service: string[];
  name: string[];
  /** How often it was taken, how often that failed, and how often it led no further. */
  taken: number[];
  failed: number[];
  ended: number[];
  /** 1 where a way comes to what is looked at for the first time. */
  focal: Uint8Array;
  /** Whether there were too many different steps to keep apart. */
  isCut: boolean;
}

/** More of one trace are no ways, but names with something different in each. */
const MOST_STEPS = 20_000;

export function stepsOf(columns: Columns, focal: Focal, most = MOST_STEPS): TraceSteps {
  const service = columns.services.indexOf(focal.service);
  const name = focal.operation === undefined ? -1 : columns.names.indexOf(focal.operation);
  const isFocal = (ofService: number, ofName: number) =>
    ofService === service && (focal.operation === undefined || ofName === name);

  const tree = new TreeBuilder();
  const frames = new Frames();
  const [taken, failed, ended]: number[][] = [[], [], []];
  /** The first row of the stay in a service that each row belongs to, and the step of each such row (-1: too many). */
  const stay = new Uint32Array(columns.count);
  const stepOf = new Int32Array(columns.count);
  const leadsOn = new Uint8Array(columns.count);
  let isCut = false;
  for (let row = 0; row < columns.count; row++) {
    const parent = columns.parent[row];
    const above = parent < 0 ? -1 : stay[parent];
    const frame = above < 0 || stepOf[above] < 0 ? undefined : frames.list[tree.frame[stepOf[above]]];
    // A span name that is looked at is a step even where the service was entered with another.
    const isNewFocus =
      focal.operation !== undefined &&
      isFocal(columns.service[row], columns.name[row]) &&
      frame?.name !== columns.name[row];
    const goesOn = frame?.service === columns.service[row] && !isNewFocus;
    const isFull = tree.parent.length >= most;
    if (goesOn || isFull) {
      isCut ||= !goesOn;
      stay[row] = above < 0 ? row : above;
      if (above < 0) stepOf[row] = -1;
      continue;
    }
    const step = tree.child(above < 0 ? -1 : stepOf[above], frames.number(columns.service[row], columns.name[row]));
    stay[row] = row;
    stepOf[row] = step;
    taken[step] = (taken[step] ?? 0) + 1;
    failed[step] = (failed[step] ?? 0) + Number(columns.status[row] === Status.error);
    ended[step] ??= 0;
    if (above >= 0) leadsOn[above] = 1;
  }
  for (let row = 0; row < columns.count; row++) {
    if (stay[row] === row && stepOf[row] >= 0 && leadsOn[row] === 0) ended[stepOf[row]]++;
  }

  const before = tree.parent;
  const framesOf = tree.frame.map((frame) => frames.list[frame]);
  /** 1 for a focal step, 2 for those that a focal one lies before. */
  const place = new Uint8Array(before.length);
  for (const [step, { service: ofService, name: ofName }] of framesOf.entries()) {
    if (before[step] >= 0 && place[before[step]] !== 0) place[step] = 2;
    else if (isFocal(ofService, ofName)) place[step] = 1;
  }
  return {
    traceId: columns.traceId,
    before,
    service: framesOf.map((frame) => columns.services[frame.service]),
    name: framesOf.map((frame) => columns.names[frame.name]),
    taken,
    failed,
    ended,
    focal: place.map((at) => Number(at === 1)),
    isCut,
  };
}

/** Distinct pairs of service and name. */
class Frames {
  readonly list: { service: number; name: number }[] = [];
  readonly #numbers = new Map<number, number>();

  number(service: number, name: number): number {
    const key = name * 0x1_0000 + service;
    const known = this.#numbers.get(key) ?? this.list.length;
    if (known === this.list.length) {
      this.list.push({ service, name });
      this.#numbers.set(key, known);
    }
    return known;
  }
}
