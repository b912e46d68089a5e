// The all-in-one as a process of its own, on free ports.

import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { resolve } from 'node:path';

export interface Program {
  /** Where the page and the API are, without a slash at the end. */
  query: string;
  /** Where OTLP over HTTP is received. */
  otlp: string;
  /** Where it listens, by the names in its log. */
  addresses: ReadonlyMap<string, string>;
  pid: number;
  stop(): Promise<void>;
}

const PORTS = [
  'admin.http.host-port',
  'collector.otlp.grpc.host-port',
  'collector.otlp.http.host-port',
  'collector.http-server.host-port',
  'collector.grpc-server.host-port',
  'processor.jaeger-compact.server-host-port',
  'processor.jaeger-binary.server-host-port',
  'processor.zipkin-compact.server-host-port',
  'query.http-server.host-port',
  'query.grpc-server.host-port',
  'http-server.host-port',
];

const READY_WITHIN = 30_000;

/** `profile` is the cargo profile whose program is used unless JAEGER_BINARY names another. */
export function binaryOf(profile: 'debug' | 'release'): string {
  const target = resolve(process.env.CARGO_TARGET_DIR ?? '../../../target');
  return process.env.JAEGER_BINARY ?? `${target}/${profile}/jaeger-all-in-one`;
}

/** Starts the program and waits until it is ready. JAEGER_STATIC_FILES names built files to serve instead of its own. */
export async function start(binary: string, options: readonly string[] = [], env: NodeJS.ProcessEnv = {}): Promise<Program> {
  const own = process.env.JAEGER_STATIC_FILES;
  const child = spawn(
    binary,
    [
      ...PORTS.map((port) => `--${port}=127.0.0.1:0`),
      ...(own ? [`--query.static-files=${resolve(own)}`] : []),
      ...options,
    ],
    {
      // Spans of the program itself would come beside those of the tests.
      env: { ...process.env, METRICS_STORAGE_TYPE: 'builtin', OTEL_TRACES_SAMPLER: 'always_off', ...env },
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  const addresses = await ready(child, binary);
  return {
    query: `http://${addresses.get('query-http')}`,
    otlp: `http://${addresses.get('otlp-http')}`,
    addresses,
    pid: child.pid ?? 0,
    async stop() {
      process.off('exit', kill);
      if (child.exitCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      const slow = setTimeout(kill, 15_000);
      await ended;
      clearTimeout(slow);
    },
  };
}

/** Reads the log up to the line that says so, and from then on only empties it. */
async function ready(child: ChildProcess, binary: string): Promise<Map<string, string>> {
  const addresses = new Map<string, string>();
  const said: string[] = [];
  if (!child.stderr) throw new Error('the program has no log');
  const lines = createInterface({ input: child.stderr });
  await new Promise<void>((done, fail) => {
    const end = (reason: string) => fail(new Error(`${binary} ${reason}\n${said.slice(-20).join('\n')}`));
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      end(`was not ready within ${READY_WITHIN} ms`);
    }, READY_WITHIN);
    child.once('error', (error) => end(`could not be started: ${error.message}`));
    child.once('exit', (code) => {
      clearTimeout(timer);
      end(`ended with ${code}`);
    });
    lines.on('line', (line) => {
      said.push(line);
      if (said.length > 200) said.shift();
      const entry = parsed(line);
      if (entry?.msg === 'listening' && !addresses.has(entry.name ?? '')) addresses.set(entry.name ?? '', entry.address ?? '');
      if (entry?.msg !== 'ready') return;
      clearTimeout(timer);
      done();
    });
  });
  return addresses;
}

interface LogLine {
  msg?: string;
  name?: string;
  address?: string;
}

/** Undefined for a line that is no JSON, such as a complaint about the options. */
function parsed(line: string): LogLine | undefined {
  try {
    return JSON.parse(line) as LogLine;
  } catch {
    return undefined;
  }
}
