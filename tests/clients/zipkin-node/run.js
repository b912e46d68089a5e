/**
 * Drives two services traced by Zipkin's library once and prints the sent log.
 *
 *     node run.js --transport T --endpoint HOST:PORT --request-id ID
 *
 * The shop answers an ok, a failing and a slow checkout; the first two call the
 * payment service, which joins the span of its caller. Fails when an answer is not
 * as expected or a batch was not taken.
 */
"use strict";

const http = require("node:http");
const { setTimeout: sleep } = require("node:timers/promises");
const { parseArgs } = require("node:util");

const { Annotation, Instrumentation, option } = require("zipkin");

const { Reporter, TRANSPORTS } = require("./tracing");

const SHOP = "shop-zipkin-node";
const PAYMENT = "payment-zipkin-node";
const SLOW_MS = 320;
const EXPECTED_ANSWERS = { ok: 200, error: 500, slow: 200 };

async function main() {
  const { transport, endpoint, requestId } = readArguments();
  const reporter = new Reporter(transport, endpoint);
  const payment = await listen(traced(reporter.tracer(PAYMENT), PAYMENT, charge));
  const shopTracer = reporter.tracer(SHOP);
  const checkout = checkoutWith(shopTracer, payment.address().port);
  const shop = await listen(traced(shopTracer, SHOP, checkout));

  for (const [outcome, expected] of Object.entries(EXPECTED_ANSWERS)) {
    const headers = { "x-request-id": `${requestId}-${outcome}` };
    const status = await get(shop.address().port, `/checkout/${outcome}`, headers);
    if (status !== expected) {
      throw new Error(`checkout ${outcome} answered ${status}, not ${expected}`);
    }
  }
  await Promise.all([shop, payment].map((server) => new Promise((resolve) => server.close(resolve))));

  await reporter.flush();
  process.stdout.write(reporter.lines.map((line) => `${line}\n`).join(""));
}

/** A server whose every request has a span; `answer` returns the status. */
function traced(tracer, serviceName, answer) {
  const instrumentation = new Instrumentation.HttpServer({ tracer, serviceName, host: "10.20.30.40", port: 8080 });
  return http.createServer(async (request, response) => {
    const header = (name) => {
      const value = request.headers[name.toLowerCase()];
      return value === undefined ? option.None : new option.Some(value);
    };
    const id = instrumentation.recordRequest(request.method, request.url, header);
    const status = await answer(request, tracer, id);
    instrumentation.recordResponse(id, status);
    response.writeHead(status).end();
  });
}

function charge(request, tracer) {
  tracer.recordAnnotation(new Annotation.Message("ledger-written"));
  return request.url.endsWith("ok") ? 200 : 402;
}

function checkoutWith(tracer, paymentPort) {
  const client = new Instrumentation.HttpClient({ tracer, serviceName: SHOP, remoteServiceName: PAYMENT });
  return async (request, _, id) => {
    tracer.recordBinary("request.id", request.headers["x-request-id"]);
    if (request.url.endsWith("slow")) {
      await tracer.letId(id, () => tracer.local("settle-receipts", () => settle(tracer)));
      return 200;
    }
    if (request.url.endsWith("ok")) {
      tracer.letId(id, () => tracer.local("load-cart", () => loadCart(tracer)));
    }
    const outcome = request.url.slice(request.url.lastIndexOf("/"));
    const [callId, { headers }] = tracer.letId(id, () => {
      const call = client.recordRequest({}, outcome, "GET");
      return [tracer.id, call];
    });
    const status = await get(paymentPort, outcome, headers);
    client.recordResponse(callId, status);
    return status === 200 ? 200 : 500;
  };
}

function settle(tracer) {
  // A span of the first format has a host only where something is said of it.
  tracer.recordAnnotation(new Annotation.Message("settling"));
  return sleep(SLOW_MS);
}

function loadCart(tracer) {
  tracer.recordBinary("card.holder", 'Zoë Ångström 💳 <"quoted">\n二行目');
  tracer.recordBinary("cart.empty", false);
  tracer.recordBinary("cart.items", 3);
  tracer.recordAnnotation(new Annotation.Message("cart-loaded"));
  tracer.recordAnnotation(new Annotation.Message("naïve café"));
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

async function listen(server) {
  server.listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  return server;
}

/** Sends one request on a connection of its own and returns the status code. */
function get(port, path, headers) {
  return new Promise((resolve, reject) => {
    const request = http.get({ host: "127.0.0.1", port, path, headers, agent: false }, (response) => {
      response.resume();
      response.once("end", () => resolve(response.statusCode));
    });
    request.once("error", reject);
  });
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
