// The ways of many traces through one service, put together: those that lead to it run together towards it, those that
// lead on from it part behind it. A service that lies on two ways is there twice, so that each way can be read alone.

import { hash } from '../color';
import type { TraceSteps } from './steps';

export interface PathNode {
  /** Its index. */
  id: number;
  /** Stays the same whatever else is read. */
  key: string;
  service: string;
  /** Empty where only services are told apart. */
  name: string;
  /** 0 for what is looked at, less for what leads to it, more for what it leads to. */
  level: number;
  /** The node before it on the way from what is looked at; -1 for that. */
  toward: number;
  traces: number;
  /** Some of them. */
  traceIds: string[];
  /** How often the way was taken up to here. */
  taken: number;
  /** How often it failed here; of callers that is not known for this way alone. */
  failed: number;
}

/** One way from where a trace begins to where it ends. */
export interface Path {
  /** The nodes of its ends; both are the focal one where nothing leads to it or on from it. */
  first: number;
  last: number;
  traces: number;
  traceIds: string[];
  taken: number;
}

export interface PathGraph {
  /** A node stands after the one towards the middle; the first is in the middle. Empty when there are no ways. */
  nodes: PathNode[];
  /** The most frequent first. */
  paths: Path[];
  /** With a way through what is looked at. */
  traces: number;
  /** Whether there were more nodes than are kept. */
  isCut: boolean;
}

/** As many as a link to them can carry. */
export const MOST_IDS = 20;
const MOST_NODES = 50_000;
const MOST_PATHS = 10_000;

export interface PathOptions {
  /** Whether span names are told apart, or services alone. */
  withNames: boolean;
  /** The span name that is looked at. */
  operation?: string;
}

export function pathGraph(traces: readonly TraceSteps[], options: PathOptions, most = MOST_NODES): PathGraph {
  const builder = new Builder(options, most);
  for (const trace of traces) builder.add(trace);
  return builder.done();
}

/** The nodes of a way, from its first to its last. */
export function nodesOf({ nodes }: PathGraph, { first, last }: Pick<Path, 'first' | 'last'>): PathNode[] {
  const way: PathNode[] = [];
  for (let id = first; id > 0; id = nodes[id].toward) way.push(nodes[id]);
  const on: PathNode[] = [];
  for (let id = last; id >= 0; id = nodes[id].toward) on.push(nodes[id]);
  return [...way, ...on.toReversed()];
}

class Builder {
  readonly #nodes: PathNode[] = [];
  readonly #children = new Map<string, number>();
  readonly #paths = new Map<string, Path>();
  readonly #lastOf = new Map<PathNode | Path, string>();
  readonly #options: PathOptions;
  readonly #most: number;
  #isCut = false;
  #traces = 0;

  constructor(options: PathOptions, most: number) {
    this.#options = options;
    this.#most = most;
  }

  add(trace: TraceSteps): void {
    const { traceId, before, service, name, taken, failed, ended, focal } = trace;
    const count = before.length;
    /** Of steps at and behind what is looked at: their node, and where the way to them began. */
    const nodeOf = new Int32Array(count).fill(-1);
    const firstOf = new Int32Array(count).fill(-1);
    let has = false;
    for (let step = 0; step < count; step++) {
      if (focal[step] === 1) {
        has = true;
        nodeOf[step] = this.#child(-1, 0, service[step], name[step]);
        firstOf[step] = this.#toFirst(trace, step);
      } else if (before[step] >= 0 && nodeOf[before[step]] >= 0) {
        nodeOf[step] = this.#child(nodeOf[before[step]], 1, service[step], name[step]);
        firstOf[step] = firstOf[before[step]];
      } else continue;
      const node = this.#nodes[nodeOf[step]];
      // A service that goes on to itself is one node where names are not told apart, and was entered once.
      const isEntry = focal[step] === 1 || nodeOf[step] !== nodeOf[before[step]];
      this.#count(node, traceId, isEntry ? taken[step] : 0);
      node.failed += isEntry ? failed[step] : 0;
      if (ended[step] > 0) this.#end(firstOf[step], nodeOf[step], traceId, ended[step]);
    }
    if (has) this.#traces++;
    this.#isCut ||= trace.isCut;
  }

  done(): PathGraph {
    const paths = [...this.#paths.values()].sort((a, b) => b.traces - a.traces || b.taken - a.taken);
    return { nodes: this.#nodes, paths, traces: this.#traces, isCut: this.#isCut };
  }

  /** From a focal step back to where the trace begins. */
  #toFirst({ traceId, before, service, name, taken }: TraceSteps, focal: number): number {
    let node = 0;
    for (let step = before[focal]; step >= 0; step = before[step]) {
      const next = this.#child(node, -1, service[step], name[step]);
      if (next !== node) this.#count(this.#nodes[next], traceId, taken[focal]);
      node = next;
    }
    return node;
  }

  #count(node: PathNode | Path, traceId: string, taken: number): void {
    node.taken += taken;
    // Traces come one after another. A way may come here several times in one of them.
    if (this.#lastOf.get(node) === traceId) return;
    this.#lastOf.set(node, traceId);
    node.traces++;
    if (node.traceIds.length < MOST_IDS) node.traceIds.push(traceId);
  }

  #end(first: number, last: number, traceId: string, times: number): void {
    const key = `${first} ${last}`;
    let path = this.#paths.get(key);
    if (!path) {
      if (this.#paths.size >= MOST_PATHS) {
        this.#isCut = true;
        return;
      }
      path = { first, last, traces: 0, traceIds: [], taken: 0 };
      this.#paths.set(key, path);
    }
    this.#count(path, traceId, times);
  }

  /** The node next to one, away from the middle: a caller (-1) or what is called (1). */
  #child(toward: number, way: number, service: string, spanName: string): number {
    const { withNames, operation = '' } = this.#options;
    const before = this.#nodes[toward] as PathNode | undefined;
    if (!withNames && before?.service === service) return toward;
    // The middle is one node, whatever span it was entered with.
    const name = before ? (withNames ? spanName : '') : operation;
    const text = before ? `${way} ${service.length} ${service} ${name}` : '';
    const place = `${toward} ${text}`;
    const known = this.#children.get(place);
    if (known !== undefined) return known;
    if (this.#nodes.length >= this.#most) {
      this.#isCut = true;
      return toward;
    }
    const id = this.#nodes.length;
    const key = hash(`${before?.key ?? ''} ${text}`).toString(36);
    const level = (before?.level ?? 0) + (before ? way : 0);
    this.#nodes.push({ id, key, service, name, level, toward, traces: 0, traceIds: [], taken: 0, failed: 0 });
    this.#children.set(place, id);
    return id;
  }
}
