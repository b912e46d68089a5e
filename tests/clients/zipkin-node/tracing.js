/**
 * Tracers of Zipkin's library, its HTTP transport, and the sent log before it.
 *
 * The sent log is the truth a test compares the stored spans with: it is taken from
 * the library's span before its encoder. Nothing of the wire format is written in
 * this program.
 */
"use strict";

const { BatchRecorder, ExplicitContext, jsonEncoder, Tracer } = require("zipkin");
const { HttpLogger } = require("zipkin-transport-http");

const WIRES = {
  "zipkin-v1-json": { path: "/api/v1/spans", jsonEncoder: jsonEncoder.JSON_V1 },
  "zipkin-v2-json": { path: "/api/v2/spans", jsonEncoder: jsonEncoder.JSON_V2 },
};
// All is sent at the end, in one request.
const NEVER_MS = 1 << 30;

/** Notes and sends every span that ends. */
class Reporter {
  lines = [];

  constructor(transport, endpoint) {
    const { path, jsonEncoder: encoder } = WIRES[transport];
    this.http = new HttpLogger({
      endpoint: `http://${endpoint}${path}`,
      jsonEncoder: encoder,
      httpInterval: NEVER_MS,
    });
  }

  /** Returns the tracer of a service. */
  tracer(localServiceName) {
    return new Tracer({
      ctxImpl: new ExplicitContext(),
      recorder: new BatchRecorder({ logger: this }),
      localServiceName,
    });
  }

  logSpan(span) {
    this.lines.push(JSON.stringify(spanRecord(span)));
    this.http.logSpan(span);
  }

  /** Returns when the receiver has taken all. */
  async flush() {
    const taken = new Promise((resolve, reject) => {
      this.http.once("success", resolve);
      this.http.on("error", reject);
    });
    this.http.processQueue(this.http.fetchImplementation);
    await taken;
  }
}

// A time in nanoseconds is beyond 2^53; as whole microseconds these ones are written
// as they are all the same.
function spanRecord(span) {
  const { error, ...tags } = span.tags;
  const nanoseconds = (microseconds) => Number(microseconds) * 1_000;
  const service = span.localEndpoint.serviceName;
  return {
    trace_id: span.traceId,
    span_id: span.id,
    parent_span_id: span.parentId ?? "",
    service,
    name: span.name,
    kind: (span.kind ?? "").toLowerCase(),
    start_ns: nanoseconds(span.timestamp),
    end_ns: nanoseconds(span.timestamp + span.duration),
    status: error === undefined ? "unset" : "error",
    status_message: error ?? "",
    scope: { name: "", version: "" },
    attributes: Object.fromEntries(Object.entries(tags).map(([key, value]) => [key, text(value)])),
    events: span.annotations.map(({ value, timestamp }) => ({
      name: value,
      time_ns: nanoseconds(timestamp),
      attributes: {},
    })),
    links: [],
    resource: { "service.name": text(service) },
    local: address(span.localEndpoint),
    remote: address(span.remoteEndpoint),
    shared: span.shared,
  };
}

function address(endpoint) {
  if (endpoint === undefined) {
    return null;
  }
  const { serviceName, ipv4, port } = endpoint;
  return { service: serviceName ?? "", ipv4: ipv4 ?? null, port: port || null };
}

function text(value) {
  return { type: "string", value: String(value) };
}

module.exports = { Reporter, TRANSPORTS: Object.keys(WIRES) };
