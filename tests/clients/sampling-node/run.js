/**
 * Starts traces with jaeger-client as it is told, and says how many it was told to keep.
 *
 *     node run.js --sampling HOST:PORT --agent HOST:PORT --service NAME
 *
 * Each line on stdin is an operation: a number of traces begin with it, and a line on
 * stdout says how many of them the remote sampler kept. Ends, and flushes, with stdin.
 */
"use strict";

const readline = require("node:readline");
const { parseArgs } = require("node:util");

const { initTracer } = require("jaeger-client");

const TRACES = 50;
const REFRESH_MS = 100;

async function main() {
  const option = { type: "string" };
  const { values } = parseArgs({ options: { sampling: option, agent: option, service: option } });
  const [samplingHost, samplingPort] = split(values.sampling);
  const [agentHost, agentPort] = split(values.agent);
  const config = {
    serviceName: values.service,
    sampler: {
      type: "remote",
      param: 0,
      host: samplingHost,
      port: samplingPort,
      refreshIntervalMs: REFRESH_MS,
    },
    reporter: { agentHost, agentPort },
  };
  const tracer = initTracer(config, {});
  for await (const operation of readline.createInterface({ input: process.stdin })) {
    let kept = 0;
    for (let i = 0; i < TRACES; i++) {
      const span = tracer.startSpan(operation);
      kept += span.context().isSampled() ? 1 : 0;
      span.finish();
    }
    console.log(String(kept));
  }
  await new Promise((resolve) => tracer.close(resolve));
}

function split(hostPort) {
  const colon = hostPort.lastIndexOf(":");
  return [hostPort.slice(0, colon), Number(hostPort.slice(colon + 1))];
}

main().then(
  () => process.exit(0),
  (error) => {
    console.error(error);
    process.exit(1);
  },
);
