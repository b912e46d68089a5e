// A shop: what its services do for one request, and 250 requests of the last 50 minutes.

import { TraceWriter } from './otlp';
import type { Attributes, SpanPlan, Trace } from './otlp';
import { random } from './random';
import type { Random } from './random';

const MS = 1_000_000;
const SECOND = 1_000 * MS;

interface Step {
  service: string;
  name: string;
  kind: SpanPlan['kind'];
  attributes?(random: Random): Attributes;
  /** Indexes of `STEPS` that it may call. */
  calls: readonly number[];
}

const http = (method: string, route: string) => (r: Random): Attributes => ({
  'http.request.method': method,
  'http.route': route,
  'http.response.status_code': 200,
  'url.path': route.replace('{id}', String(r.int(1, 900))),
});
const sql = (statement: string) => (): Attributes => ({
  'db.system.name': 'postgresql',
  'db.namespace': 'shop',
  'db.query.text': statement,
});

/** Who calls whom. */
const STEPS: readonly Step[] = [
  { service: 'storefront', name: 'GET /checkout', kind: 'server', attributes: http('GET', '/checkout'), calls: [3, 4, 5] },
  { service: 'storefront', name: 'GET /product/{id}', kind: 'server', attributes: http('GET', '/product/{id}'), calls: [5, 9] },
  { service: 'storefront', name: 'POST /cart', kind: 'server', attributes: http('POST', '/cart'), calls: [4, 5] },
  { service: 'orders', name: 'PlaceOrder', kind: 'server', calls: [6, 7, 8, 10] },
  { service: 'cart', name: 'GetCart', kind: 'server', calls: [11] },
  { service: 'catalog', name: 'ListProducts', kind: 'server', calls: [12, 13] },
  { service: 'payment', name: 'Charge', kind: 'server', calls: [14, 15] },
  { service: 'shipping', name: 'Quote', kind: 'server', calls: [15] },
  { service: 'orders', name: 'INSERT orders', kind: 'client', attributes: sql('INSERT INTO orders (cart, total) VALUES ($1, $2)'), calls: [] },
  { service: 'advice', name: 'Recommend', kind: 'server', calls: [16] },
  { service: 'orders', name: 'publish order.placed', kind: 'producer', attributes: () => ({ 'messaging.system': 'kafka' }), calls: [] },
  { service: 'cart', name: 'HGETALL cart', kind: 'client', attributes: () => ({ 'db.system.name': 'redis' }), calls: [] },
  { service: 'catalog', name: 'SELECT products', kind: 'client', attributes: sql('SELECT * FROM products WHERE id = $1'), calls: [] },
  { service: 'catalog', name: 'SELECT prices', kind: 'client', attributes: sql('SELECT price FROM prices WHERE product = $1'), calls: [] },
  { service: 'payment', name: 'POST /v1/charges', kind: 'client', attributes: http('POST', '/v1/charges'), calls: [] },
  { service: 'ledger', name: 'Append', kind: 'server', calls: [] },
  { service: 'advice', name: 'rank candidates', kind: 'internal', calls: [] },
];

const ENTRIES = [0, 1, 2];

interface Node {
  step: number;
  parent: number;
  children: number[];
  start: number;
  duration: number;
}

export interface ShopTrace extends Trace {
  root: string;
  start: bigint;
  duration: number;
  spans: Trace['spans'];
  /** The deepest failed span. */
  failing?: { spanId: string; service: string; name: string; message: string };
}

/** One request with so many spans, of which, if it fails, one leaf and its ancestors do. */
export function shopTrace(seed: number, start: bigint, size: number, duration: number, fails: boolean): ShopTrace {
  const r = random(seed);
  const nodes = shape(r, size, duration);
  const failed = new Set<number>();
  const leaf = fails ? r.pick(nodes.flatMap((node, at) => (at > 0 && node.children.length === 0 ? [at] : []))) : -1;
  for (let at = leaf; at >= 0; at = nodes[at].parent) failed.add(at);

  const writer = new TraceWriter(r, start);
  const ids: string[] = [];
  let failing: ShopTrace['failing'];
  nodes.forEach((node, at) => {
    const step = STEPS[node.step];
    const message = `${step.service} refused: connection pool exhausted`;
    const attributes: Attributes = {
      ...step.attributes?.(r),
      'user.id': `u-${r.int(1, 40_000)}`,
      tenant: r.pick(['acme', 'globex', 'initech']),
      'cache.hit': r.chance(0.4),
      'thread.name': `worker-${r.int(0, 31)}`,
    };
    if (failed.has(at) && 'http.response.status_code' in attributes) attributes['http.response.status_code'] = 500;
    const events: SpanPlan['events'] = [];
    if (r.chance(0.15)) {
      events.push({ at: node.start + node.duration * 0.4, name: 'retry', attributes: { attempt: r.int(1, 3) } });
    }
    if (at === leaf) events.push(exception(node.start + node.duration * 0.9, step.service, message));
    ids[at] = writer.add({
      service: step.service,
      name: step.name,
      kind: step.kind,
      parent: ids[node.parent],
      start: node.start,
      duration: node.duration,
      attributes,
      resource: resourceOf(step.service),
      events,
      error: failed.has(at) ? message : undefined,
    });
    if (at === leaf) failing = { spanId: ids[at], service: step.service, name: step.name, message };
  });
  return { traceId: writer.traceId, spans: writer.spans, root: STEPS[nodes[0].step].name, start, duration, failing };
}

function exception(at: number, service: string, message: string) {
  const attributes = {
    'exception.type': 'PoolExhausted',
    'exception.message': message,
    'exception.stacktrace': `PoolExhausted: ${message}\n    at acquire (${service}/pool.go:88)\n    at serve (${service}/server.go:41)`,
  };
  return { at, name: 'exception', attributes };
}

export function resourceOf(service: string): Attributes {
  return {
    'service.version': '2.4.1',
    'host.name': `${service}-1`,
    'deployment.environment.name': 'production',
  };
}

/** Children follow each other in their parent, each later one in what is left. */
function shape(r: Random, size: number, duration: number): Node[] {
  const nodes: Node[] = [{ step: r.pick(ENTRIES), parent: -1, children: [], start: 0, duration }];
  const callers = [0];
  while (nodes.length < size) {
    const parent = r.pick(callers);
    const step = r.pick(STEPS[nodes[parent].step].calls);
    nodes[parent].children.push(nodes.length);
    if (STEPS[step].calls.length > 0) callers.push(nodes.length);
    nodes.push({ step, parent, children: [], start: 0, duration: 0 });
  }
  // Parents stand before their children, so that one pass is enough.
  for (const node of nodes) {
    const slot = (node.duration * 0.94) / Math.max(1, node.children.length);
    node.children.forEach((child, at) => {
      nodes[child].start = Math.floor(node.start + node.duration * 0.03 + slot * at);
      nodes[child].duration = Math.max(20_000, Math.floor(slot * (0.35 + 0.6 * r.next())));
    });
  }
  return nodes;
}

/** Requests before `end`, the newest first; `apart` seconds lie between two of them. */
export function shopTraces(end: bigint, howMany = 250, apart = 11): ShopTrace[] {
  const r = random(77);
  return Array.from({ length: howMany }, (_, at) => {
    const age = BigInt(20 + at * apart) * BigInt(SECOND);
    const duration = Math.floor(12 * MS * Math.exp(r.next() * 4.4));
    return shopTrace(1_000 + at, end - age, r.int(8, 67), duration, at % 7 === 3);
  });
}
