/**
 * Builds the tracer provider: resource, exporter, sent log, instrumentations.
 *
 * It must have run before `express` and `http` are loaded by anyone else, as the
 * instrumentations wrap the modules while they load.
 */
"use strict";

const { diag, DiagConsoleLogger, DiagLogLevel } = require("@opentelemetry/api");
const { JaegerExporter } = require("@opentelemetry/exporter-jaeger");
const { OTLPTraceExporter: OtlpGrpcExporter } = require("@opentelemetry/exporter-trace-otlp-grpc");
const { OTLPTraceExporter: OtlpJsonExporter } = require("@opentelemetry/exporter-trace-otlp-http");
const { registerInstrumentations } = require("@opentelemetry/instrumentation");
const { ExpressInstrumentation } = require("@opentelemetry/instrumentation-express");
const { HttpInstrumentation } = require("@opentelemetry/instrumentation-http");
const { defaultResource, resourceFromAttributes } = require("@opentelemetry/resources");
const { AlwaysOnSampler, BatchSpanProcessor, NodeTracerProvider } = require("@opentelemetry/sdk-trace-node");

const EXPORTERS = {
  "otlp-grpc": (endpoint) => new OtlpGrpcExporter({ url: `http://${endpoint}`, compression: "gzip" }),
  "otlp-http": (endpoint) => new OtlpJsonExporter({ url: `http://${endpoint}/v1/traces` }),
  "thrift-http": (endpoint) => new JaegerExporter({ endpoint: `http://${endpoint}/api/traces` }),
  "thrift-udp": (endpoint) => {
    const colon = endpoint.lastIndexOf(":");
    return new JaegerExporter({ host: endpoint.slice(0, colon), port: Number(endpoint.slice(colon + 1)) });
  },
};

/** Returns the registered provider; its `shutdown` flushes. */
function startTracing(transport, endpoint, sentLog) {
  // Warnings go to stderr, and with them an export that failed.
  diag.setLogger(new DiagConsoleLogger(), DiagLogLevel.WARN);
  const own = resourceFromAttributes({
    "service.name": "shop-node",
    "service.version": "1.4.2",
    "deployment.environment": "tëst",
    "deployment.canary": false,
    "process.pid": process.pid,
    "host.load_limit": 0.75,
  });
  const provider = new NodeTracerProvider({
    resource: defaultResource().merge(own),
    sampler: new AlwaysOnSampler(),
    spanProcessors: [sentLog, new BatchSpanProcessor(EXPORTERS[transport](endpoint))],
  });
  provider.register();
  registerInstrumentations({ instrumentations: [new HttpInstrumentation(), new ExpressInstrumentation()] });
  return provider;
}

module.exports = { startTracing, TRANSPORTS: Object.keys(EXPORTERS) };
