// Services and the calls between them, as a graph that can be narrowed and written as text.

export interface Edge {
  parent: string;
  child: string;
  calls: number;
  /** Failed calls, where the backend counts them. */
  errors?: number;
}

export interface ServiceNode {
  name: string;
  /** Calls to it and by it, without those to itself. */
  callsIn: number;
  callsOut: number;
  errorsIn?: number;
  callers: number;
  callees: number;
}

export interface ServiceGraph {
  /** The most called first. */
  nodes: ServiceNode[];
  /** The busiest first. */
  edges: Edge[];
}

/** Edges of the same pair are put together. */
export function graphOf(calls: readonly Edge[]): ServiceGraph {
  const edges = new Map<string, Edge>();
  for (const { parent, child, calls: count, errors } of calls) {
    const key = `${parent.length} ${parent}${child}`;
    const known = edges.get(key);
    if (known === undefined) {
      edges.set(key, { parent, child, calls: count, errors });
    } else {
      known.calls += count;
      if (errors !== undefined) known.errors = (known.errors ?? 0) + errors;
    }
  }
  return fromEdges([...edges.values()]);
}

function fromEdges(edges: Edge[], alone: readonly string[] = []): ServiceGraph {
  const nodes = new Map<string, ServiceNode>();
  const node = (name: string) => {
    let found = nodes.get(name);
    if (!found) nodes.set(name, (found = { name, callsIn: 0, callsOut: 0, callers: 0, callees: 0 }));
    return found;
  };
  for (const name of alone) node(name);
  for (const { parent, child, calls, errors } of edges) {
    const [from, to] = [node(parent), node(child)];
    if (from === to) continue;
    from.callsOut += calls;
    from.callees++;
    to.callsIn += calls;
    to.callers++;
    if (errors !== undefined) to.errorsIn = (to.errorsIn ?? 0) + errors;
  }
  return {
    nodes: [...nodes.values()].sort(
      (a, b) => b.callsIn + b.callsOut - a.callsIn - a.callsOut || (a.name < b.name ? -1 : 1),
    ),
    edges: edges.sort((a, b) => b.calls - a.calls || (a.parent + a.child < b.parent + b.child ? -1 : 1)),
  };
}

export interface Narrowing {
  focus?: string;
  /** Calls followed against and along their direction; without a number, all. */
  up?: number;
  down?: number;
  /** Fewest calls of an edge. */
  min?: number;
  /** So many edges, the busiest. */
  top?: number;
}

export function narrow(graph: ServiceGraph, { focus, up, down, min, top }: Narrowing): ServiceGraph {
  let edges = graph.edges;
  if (min !== undefined) edges = edges.filter(({ calls }) => calls >= min);
  if (focus !== undefined) {
    const above = reach(edges, focus, 'parent', up);
    const below = reach(edges, focus, 'child', down);
    edges = edges.filter(({ parent, child }) => isStep(above, child, parent, up) || isStep(below, parent, child, down));
  }
  if (top !== undefined) edges = edges.slice(0, top);
  if (edges === graph.edges) return graph;
  return fromEdges([...edges], focus === undefined ? [] : [focus]);
}

/** Whether an edge was followed on the way out from the focus. */
function isStep(hops: Map<string, number>, near: string, far: string, limit: number | undefined): boolean {
  const from = hops.get(near);
  return from !== undefined && hops.has(far) && from < (limit ?? Infinity);
}

/** Services that can be reached, with the number of calls on the way. */
function reach(edges: readonly Edge[], focus: string, to: 'parent' | 'child', limit = Infinity): Map<string, number> {
  const from = to === 'parent' ? 'child' : 'parent';
  const next = new Map<string, string[]>();
  for (const edge of edges) {
    const known = next.get(edge[from]);
    if (known) known.push(edge[to]);
    else next.set(edge[from], [edge[to]]);
  }
  const hops = new Map([[focus, 0]]);
  // A map walks over what is added meanwhile, so this is breadth first.
  for (const [name, distance] of hops) {
    if (distance >= limit) continue;
    for (const other of next.get(name) ?? []) if (!hops.has(other)) hops.set(other, distance + 1);
  }
  return hops;
}

/** Failed calls as a share; nothing where they are not counted. */
export function errorRate({ calls, errors }: Edge): number | undefined {
  return errors === undefined || calls === 0 ? undefined : errors / calls;
}

export function hasErrors(edges: readonly Edge[]): boolean {
  return edges.some(({ errors }) => errors !== undefined);
}

/** For Graphviz. */
export function toDot({ nodes, edges }: ServiceGraph): string {
  const quoted = (text: string) => `"${text.replace(/[\\"]/g, '\\$&').replace(/[\r\n\0]+/g, ' ')}"`;
  const lines = nodes.map(({ name }) => `  ${quoted(name)};`);
  for (const { parent, child, calls, errors } of edges) {
    const label = errors ? `${calls}, ${errors} failed` : String(calls);
    lines.push(`  ${quoted(parent)} -> ${quoted(child)} [label="${label}"];`);
  }
  return `digraph services {\n  rankdir=LR;\n  node [shape=box];\n${lines.join('\n')}\n}\n`;
}

export function toCsv(edges: readonly Edge[]): string {
  const withErrors = hasErrors(edges);
  const head = withErrors ? 'caller,callee,calls,errors' : 'caller,callee,calls';
  const lines = edges.map(({ parent, child, calls, errors }) => {
    const cells = [cell(parent), cell(child), String(calls)];
    if (withErrors) cells.push(errors === undefined ? '' : String(errors));
    return cells.join(',');
  });
  return `${[head, ...lines].join('\r\n')}\r\n`;
}

/** Spreadsheets run text that begins with these as a formula, so it is made plain with an apostrophe. */
function cell(text: string): string {
  const plain = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}
