/**
 * Drives the application once and prints the sent log.
 *
 *     node run.js --transport T --endpoint HOST:PORT --request-id ID
 *
 * Serves on an ephemeral port, sends an ok, a failing and a slow checkout, shuts
 * the tracer provider down so that it flushes, and writes the sent log to stdout.
 * Fails when an answer is not as expected.
 */
"use strict";

const { parseArgs } = require("node:util");

const { SentLog } = require("./sent-log");
const { startTracing, TRANSPORTS } = require("./tracing");

const EXPECTED_ANSWERS = { ok: 200, error: 500, slow: 200 };

async function main() {
  const { transport, endpoint, requestId } = readArguments();
  const sentLog = new SentLog();
  const provider = startTracing(transport, endpoint, sentLog);

  const { newApp } = require("./app");
  const server = newApp().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  for (const [outcome, expected] of Object.entries(EXPECTED_ANSWERS)) {
    const status = await get(server.address().port, `/checkout/${outcome}`, `${requestId}-${outcome}`);
    if (status !== expected) {
      throw new Error(`checkout ${outcome} answered ${status}, not ${expected}`);
    }
  }
  await new Promise((resolve) => server.close(resolve));

  await provider.shutdown();
  process.stdout.write(sentLog.lines.map((line) => `${line}\n`).join(""));
}

function readArguments() {
  const { values } = parseArgs({
    options: {
      transport: { type: "string" },
      endpoint: { type: "string" },
      "request-id": { type: "string" },
    },
  });
  const { transport, endpoint, "request-id": requestId } = values;
  if (!TRANSPORTS.includes(transport) || !endpoint || !requestId) {
    throw new Error(`usage: run.js --transport ${TRANSPORTS.join("|")} --endpoint HOST:PORT --request-id ID`);
  }
  return { transport, endpoint, requestId };
}

/** Sends one request on a connection of its own and returns the status code. */
function get(port, path, requestId) {
  // Loaded here, after the instrumentation.
  const http = require("node:http");
  return new Promise((resolve, reject) => {
    const options = { host: "127.0.0.1", port, path, headers: { "x-request-id": requestId }, agent: false };
    const request = http.get(options, (response) => {
      response.resume();
      response.once("end", () => resolve(response.statusCode));
    });
    request.once("error", reject);
  });
}

main().then(
  // The exporter leaves a two-second timer behind, which would hold the process.
  () => process.exit(0),
  (error) => {
    console.error(error);
    process.exit(1);
  },
);
