// Programs with published client libraries, as `make clients` installs them: each sends its traces to one all-in-one.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';

import type { Program } from '../program';
import { byTrace, readSent } from './sent';
import type { SentSpan } from './sent';

/** A library, and what it speaks. */
export interface Run {
  client: string;
  protocol: string;
}

export interface ClientTrace extends Run {
  traceId: string;
  /** Of the first span. */
  service: string;
  spans: number;
  /** What the request came to, and its id. Traces that are all alike have neither. */
  outcome?: string;
  requestId?: string;
}

export interface FromClients {
  traces: ClientTrace[];
  /** What the libraries say they sent. */
  sent: SentSpan[];
}

/** Options without which a server does not take all that they send. */
export const CLIENT_OPTIONS = [
  '--collector.zipkin.host-port=127.0.0.1:0',
  '--sampling.strategies-file=e2e/data/strategies.json',
];

interface Library {
  /** Where it is installed. */
  folder: string;
  command(installed: string, sources: string): string[];
  protocols: readonly string[];
  /** The receiver of what it sends over UDP. */
  agent?: string;
  send(run: Run, server: Program): Promise<FromClients>;
}

const python: Library['command'] = (installed, sources) => [`${installed}/bin/python`, `${sources}/run.py`];
const node: Library['command'] = (installed) => ['node', `${installed}/run.js`];
// What runs for a second need not be compiled well.
const java: Library['command'] = (installed) => ['java', '-XX:TieredStopAtLevel=1', '-cp', `${installed}/classes:${installed}/lib/*`, 'Run'];

const COMPACT = 'jaeger-thrift-compact-udp';
const BINARY = 'jaeger-thrift-binary-udp';
const JAEGER_AND_OTLP = ['thrift-udp', 'thrift-http', 'otlp-grpc', 'otlp-http'];

/** OpenTelemetry's unless the name says another; what takes longest comes first. */
const LIBRARIES: Record<string, Library> = {
  java: { folder: 'java', command: java, protocols: ['otlp-grpc', 'otlp-http'], send: drive },
  'zipkin-java': { folder: 'java', command: java, protocols: ['zipkin-v2-json', 'zipkin-v2-proto'], send: drive },
  python: { folder: 'python', command: python, protocols: JAEGER_AND_OTLP, agent: COMPACT, send: drive },
  node: { folder: 'node', command: node, protocols: JAEGER_AND_OTLP, agent: BINARY, send: drive },
  go: { folder: 'go', command: (installed) => [`${installed}/client`], protocols: JAEGER_AND_OTLP, agent: COMPACT, send: drive },
  'zipkin-python': {
    folder: 'zipkin-python',
    command: python,
    protocols: ['zipkin-v1-thrift', 'zipkin-v1-json', 'zipkin-v2-json', 'zipkin-v2-proto'],
    send: drive,
  },
  'zipkin-node': { folder: 'zipkin-node', command: node, protocols: ['zipkin-v1-json', 'zipkin-v2-json'], send: drive },
  'jaeger-python': { folder: 'sampling-python', command: python, protocols: ['thrift-udp'], agent: COMPACT, send: sample },
  'jaeger-node': { folder: 'sampling-node', command: node, protocols: ['thrift-udp'], agent: BINARY, send: sample },
};

export const RUNS: readonly Run[] = Object.entries(LIBRARIES).flatMap(([client, { protocols }]) =>
  protocols.map((protocol) => ({ client, protocol })),
);

const AT_ONCE = 2;
const ENDS_WITHIN = 60_000;
const FOUND_WITHIN = 30_000;

/** Runs each library over each of its protocols, and waits until the server shows every span. */
export async function sendFromClients(server: Program): Promise<FromClients> {
  const all: FromClients = { traces: [], sent: [] };
  const waiting = [...RUNS];
  const work = async () => {
    for (let run = waiting.shift(); run; run = waiting.shift()) {
      const { traces, sent } = await LIBRARIES[run.client].send(run, server);
      all.traces.push(...traces);
      all.sent.push(...sent);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return all;
}

/** A program that makes requests of its own and prints what its library sent of them. */
async function drive(run: Run, server: Program): Promise<FromClients> {
  const id = `${run.client}-${run.protocol}`;
  const program = startOf(run, ['--transport', run.protocol, '--endpoint', receiverOf(run, server), '--request-id', id]);
  program.stdin.end();
  const [log] = await Promise.all([text(program.stdout), ended(run, program)]);
  const sent = readSent(log);
  const traces: ClientTrace[] = [];
  for (const [traceId, spans] of byTrace(sent)) {
    const requestId = spans.map(({ attributes }) => attributes['request.id']?.value).find((value) => value !== undefined);
    const root = spans.find(({ parent_span_id: parent }) => parent === '');
    if (typeof requestId !== 'string' || !root) throw new Error(`${id} sent a trace that is none of a request`);
    traces.push({ ...run, traceId, service: root.service, spans: spans.length, outcome: requestId.slice(id.length + 1), requestId });
  }
  for (const trace of traces) {
    await eventually(`all spans of ${id}`, async () => {
      const shown = await tracesOf(server, `/${trace.traceId}?raw=true`);
      return shown[0]?.spans.length === trace.spans || undefined;
    });
  }
  return { traces, sent };
}

/** A program that begins so many traces when it is told to, once more until its sampler has heard that all are kept. */
async function sample(run: Run, server: Program): Promise<FromClients> {
  const service = `shop-${run.client}`;
  const program = startOf(run, ['--sampling', addressOf(server, 'sampling-http'), '--agent', receiverOf(run, server), '--service', service]);
  const end = ended(run, program);
  const answers = createInterface({ input: program.stdout })[Symbol.asyncIterator]();
  const all = '50';
  await eventually(`the sampler of ${run.client}`, async () => {
    program.stdin.write('checkout\n');
    const answer = await answers.next();
    if (answer.done) throw new Error(`${run.client} ended before its sampler heard anything`);
    return answer.value === all || undefined;
  });
  program.stdin.end();
  await end;
  const traces = await eventually(`the traces of ${run.client}`, async () => {
    const found = await tracesOf(server, `?service=${service}&limit=1000`);
    return found.length >= Number(all) ? found : undefined;
  });
  return { traces: [{ ...run, traceId: traces[0].traceID, service, spans: 1 }], sent: [] };
}

function startOf(run: Run, options: string[]) {
  const { folder, command } = LIBRARIES[run.client];
  const installed = resolve('../../../target/clients', folder);
  if (!existsSync(`${installed}/installed-from`)) {
    throw new Error(`The ${folder} client is not installed: \`make clients\` installs it, or says what it needs.`);
  }
  const [program, ...before] = command(installed, resolve('../../../tests/clients', folder));
  return spawn(program, [...before, ...options], {
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' },
    stdio: ['pipe', 'pipe', 'pipe'],
    timeout: ENDS_WITHIN,
  });
}

async function ended(run: Run, program: ReturnType<typeof startOf>): Promise<void> {
  const [said, [code, signal]] = await Promise.all([text(program.stderr), once(program, 'exit')]);
  if (code !== 0) throw new Error(`${run.client} over ${run.protocol} ended with ${code ?? signal}\n${said.slice(-2_000)}`);
}

function receiverOf({ client, protocol }: Run, server: Program): string {
  if (protocol === 'thrift-udp') return addressOf(server, LIBRARIES[client].agent ?? '');
  if (protocol === 'thrift-http') return addressOf(server, 'jaeger-thrift-http');
  return addressOf(server, protocol.startsWith('zipkin-') ? 'zipkin' : protocol);
}

function addressOf(server: Program, name: string): string {
  const address = server.addresses.get(name);
  if (address === undefined) throw new Error(`the server does not listen as ${name}`);
  return address;
}

interface Found {
  traceID: string;
  spans: unknown[];
}

async function tracesOf(server: Program, path: string): Promise<Found[]> {
  const reply = await fetch(`${server.query}/api/traces${path}`);
  const body = (await reply.json()) as { data?: Found[] | null };
  return body.data ?? [];
}

/** Asks again and again until there is an answer. */
async function eventually<T>(what: string, ask: () => Promise<T | undefined>): Promise<T> {
  const last = Date.now() + FOUND_WITHIN;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > last) throw new Error(`${what}: not there within ${FOUND_WITHIN} ms`);
    await pause(20);
  }
}
