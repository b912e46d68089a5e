// Which part of the graph of ways is drawn.

import type { PathGraph, PathNode } from './graph';

export interface PathPart {
  nodes: PathNode[];
  /** From the caller to what it calls. */
  edges: { from: number; to: number }[];
  /** Traces through each node, by its id. */
  weight: Float64Array;
  /** Nodes within the hops, drawn or not. */
  of: number;
  /** Nodes beyond the hops. */
  before: number;
  behind: number;
}

export interface Hops {
  /** Calls that are followed to the callers, and on; absent: all. */
  up?: number;
  down?: number;
}

/** Of more than `most` nodes those of the most traces: what lies towards the middle has no fewer, so all hang together. */
export function partOf({ nodes }: PathGraph, { up = Infinity, down = Infinity }: Hops, most: number): PathPart {
  const within = nodes.filter(({ level }) => level >= -up && level <= down);
  const drawn =
    within.length <= most
      ? within
      : within
          .toSorted((a, b) => b.traces - a.traces || Math.abs(a.level) - Math.abs(b.level) || a.id - b.id)
          .slice(0, most)
          .sort((a, b) => a.id - b.id);
  return {
    nodes: drawn,
    edges: drawn.flatMap(({ id, toward, level }) => {
      if (toward < 0) return [];
      return [level < 0 ? { from: id, to: toward } : { from: toward, to: id }];
    }),
    weight: Float64Array.from(nodes, ({ traces }) => traces),
    of: within.length,
    before: nodes.filter(({ level }) => level < -up).length,
    behind: nodes.filter(({ level }) => level > down).length,
  };
}
