// Traces about which there is one thing to say, and for each of them one that is nearly the same and about which there
// is nothing to say.

import { TraceWriter } from './otlp';
import type { SpanPlan } from './otlp';

const MS = 1_000_000;

export interface Planted {
  /** What is said of it; undefined for nothing. */
  chip?: RegExp;
  sentence?: RegExp;
  /** The spans that are named, in the order of the sentence. */
  links?: string[];
  build(trace: TraceWriter): void;
}

/** Times in ms. */
const add = (trace: TraceWriter, plan: SpanPlan) =>
  trace.add({ ...plan, start: plan.start * MS, duration: plan.duration * MS });

const shelf = (trace: TraceWriter) => add(trace, { service: 'plant-web', name: 'GET /shelf', kind: 'server', start: 0, duration: 200 });

/** Calls of `shelf`, each `duration` long, one every `every` ms, and work with what they bring. */
function calls(trace: TraceWriter, names: readonly string[], duration: number, every: number): void {
  const parent = shelf(trace);
  for (const [at, name] of names.entries()) {
    add(trace, {
      service: 'plant-web', name, kind: 'client', parent, start: 10 + at * every, duration,
      attributes: { 'db.system.name': 'postgresql' },
    });
  }
  const from = 10 + (names.length - 1) * every + duration + 5;
  const half = (195 - from) / 2;
  add(trace, { service: 'plant-web', name: 'render', parent, start: from, duration: half });
  add(trace, { service: 'plant-web', name: 'send', parent, start: from + half, duration: half });
}

function charge(trace: TraceWriter, own: number): void {
  const root = add(trace, { service: 'plant-web', name: 'POST /pay', kind: 'server', start: 0, duration: 100 });
  const call = add(trace, { service: 'plant-web', name: 'charge', kind: 'client', parent: root, start: 5, duration: 88 });
  const answer = add(trace, { service: 'plant-bank', name: 'charge', kind: 'server', parent: call, start: 6, duration: 86 });
  add(trace, { service: 'plant-bank', name: 'check card', parent: answer, start: 7, duration: own });
  add(trace, { service: 'plant-bank', name: 'book', parent: answer, start: 8 + own, duration: 80 - own });
}

function failure(trace: TraceWriter, isFailed: boolean): void {
  const error = isFailed ? 'no route' : undefined;
  const root = add(trace, { service: 'plant-web', name: 'POST /order', kind: 'server', start: 0, duration: 100, error });
  const call = add(trace, { service: 'plant-web', name: 'ship', kind: 'client', parent: root, start: 30, duration: 30, error });
  const answer = add(trace, { service: 'plant-ship', name: 'ship', kind: 'server', parent: call, start: 31, duration: 28, error });
  trace.add({
    service: 'plant-ship', name: 'find route', parent: answer, start: 35 * MS, duration: 20 * MS, error,
    events: [{ at: 54 * MS, name: 'exception', attributes: { 'exception.type': 'NoRoute', 'exception.message': 'no route' } }],
  });
  add(trace, { service: 'plant-web', name: 'render', parent: root, start: 62, duration: 30 });
}

function clocks(trace: TraceWriter, early: number): void {
  const root = add(trace, { service: 'plant-web', name: 'GET /stock', kind: 'server', start: 0, duration: 100 });
  const call = add(trace, { service: 'plant-web', name: 'count', kind: 'client', parent: root, start: 50, duration: 40 });
  add(trace, { service: 'plant-stock', name: 'count', kind: 'server', parent: call, start: 50 - early, duration: 35 });
  add(trace, { service: 'plant-web', name: 'render', parent: root, start: 5, duration: 40 });
}

function report(trace: TraceWriter, parents: readonly (string | undefined)[]): void {
  const root = add(trace, { service: 'plant-web', name: 'GET /report', kind: 'server', start: 0, duration: 100 });
  for (const name of ['read', 'write']) {
    add(trace, { service: 'plant-web', name, parent: root, start: name === 'read' ? 5 : 50, duration: 40 });
  }
  for (const [at, parent] of parents.entries()) {
    add(trace, { service: 'plant-print', name: `print ${at}`, kind: 'server', parent, start: 20 + at * 20, duration: 10 });
  }
}

const SAME = Array.from({ length: 8 }, () => 'SELECT book');
const OTHERS = ['load cart', 'load prices', 'load stock'];

export const PLANTED: Readonly<Record<string, { found: Planted; near: Planted }>> = {
  bottleneck: {
    found: {
      chip: /62 % in check card/,
      sentence: /62 % of the time is plant-bank check card: 62 ms\./,
      links: ['check card'],
      build: (trace) => charge(trace, 62),
    },
    near: { build: (trace) => charge(trace, 45) },
  },
  'N+1 queries': {
    found: {
      chip: /8 × SELECT book/,
      sentence: /8 calls of plant-web SELECT book one after another below plant-web GET \/shelf take 128 ms, 64 % of the time/,
      links: ['SELECT book', 'GET /shelf'],
      build: (trace) => calls(trace, SAME, 16, 20),
    },
    // All at once.
    near: { build: (trace) => calls(trace, SAME, 10, 2) },
  },
  'serial calls': {
    found: {
      chip: /3 serial calls in GET \/shelf/,
      sentence: /3 calls below plant-web GET \/shelf run one after another, from plant-web load cart to plant-web load stock/,
      links: ['GET /shelf', 'load cart', 'load stock'],
      build: (trace) => calls(trace, OTHERS, 50, 51),
    },
    // With work between them.
    near: { build: (trace) => calls(trace, OTHERS, 40, 60) },
  },
  'error origin': {
    found: {
      chip: /Failed first: find route/,
      sentence: /plant-ship find route failed with an exception, and so did 3 spans above it, up to plant-web POST \/order\./,
      links: ['find route', 'POST /order'],
      build: (trace) => failure(trace, true),
    },
    // The exception was handled.
    near: { build: (trace) => failure(trace, false) },
  },
  'missing parents': {
    found: {
      chip: /2 parents missing/,
      sentence: /2 spans name parents that are not in the trace, first plant-print print 0\./,
      links: ['print 0'],
      build: (trace) => report(trace, ['00000000000000aa', '00000000000000bb']),
    },
    // They name none.
    near: { build: (trace) => report(trace, [undefined, undefined]) },
  },
  'clock skew': {
    found: {
      chip: /Clocks differ/,
      sentence: /plant-stock count begins 20 ms before it was called\./,
      links: ['count'],
      build: (trace) => clocks(trace, 20),
    },
    near: { build: (trace) => clocks(trace, 1) },
  },
};
