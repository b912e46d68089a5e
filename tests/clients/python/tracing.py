"""Builds the tracer provider of one service: resource, exporter, sent log.

The transport names are those of `run.py`. Each one is a published exporter with
its own encoder; nothing of the wire format is written in this program.
"""

import os

from opentelemetry import trace
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter
from opentelemetry.sdk.trace.sampling import ALWAYS_ON

from sent_log import SentLog

TRANSPORTS = ("thrift-udp", "thrift-http", "otlp-grpc", "otlp-http")


def start_tracing(service: str, transport: str, endpoint: str, sent_log_path: str) -> TracerProvider:
    """Installs and returns the global provider; its `shutdown` flushes."""
    resource = Resource.create(
        {
            "service.name": service,
            "service.version": "1.4.2",
            "deployment.environment": "tëst",
            "deployment.canary": False,
            "process.pid": os.getpid(),
            "host.load_limit": 0.75,
        }
    )
    provider = TracerProvider(sampler=ALWAYS_ON, resource=resource)
    provider.add_span_processor(SentLog(sent_log_path))
    provider.add_span_processor(BatchSpanProcessor(new_exporter(transport, endpoint)))
    trace.set_tracer_provider(provider)
    return provider


def new_exporter(transport: str, endpoint: str) -> SpanExporter:
    """Returns the exporter for `endpoint`, which is `HOST:PORT`.

    Imports are local so that a transport works without the other exporters.
    """
    if transport == "thrift-udp":
        from opentelemetry.exporter.jaeger.thrift import JaegerExporter

        host, port = endpoint.rsplit(":", 1)
        return JaegerExporter(agent_host_name=host, agent_port=int(port))
    if transport == "thrift-http":
        from opentelemetry.exporter.jaeger.thrift import JaegerExporter

        return JaegerExporter(collector_endpoint=f"http://{endpoint}/api/traces?format=jaeger.thrift")
    if transport == "otlp-grpc":
        from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter

        return OTLPSpanExporter(endpoint=endpoint, insecure=True)
    if transport == "otlp-http":
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter

        return OTLPSpanExporter(endpoint=f"http://{endpoint}/v1/traces")
    raise ValueError(f"unknown transport {transport!r}")
